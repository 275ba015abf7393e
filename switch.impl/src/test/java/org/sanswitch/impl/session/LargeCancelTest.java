package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.api.EndReason;
import org.sanswitch.rules.Rules;

/** A call that ends while RDMA has its buffer: first the RDMA ends, by itself or by the close. */
@Timeout(60)
class LargeCancelTest {

  private static final byte OURS = 0x5A;
  private static final long NEVER_NANOS = TimeUnit.HOURS.toNanos(1);

  private static Pair live(TransferWay way) throws InterruptedException {
    SessionSettings usual = LargePair.SETTINGS;
    SessionSettings settings =
        Pair.changed(usual, usual.firstReceives(), usual.negotiationNanos(), NEVER_NANOS);
    return start(new Pair(new FakeFabric(LargePair.limits(way)), settings, true));
  }

  /** With timers and a progress thread too, but time passes by {@link #endLate} only. */
  private static Pair timeless(TransferWay way) throws InterruptedException {
    FakeFabric fabric = new FakeFabric(LargePair.limits(way)).startProgress();
    Pair pair = new Pair(fabric, LargePair.SETTINGS);
    pair.tableOfA.housekeeper().start();
    pair.tableOfB.housekeeper().start();
    return start(pair);
  }

  private static Pair start(Pair pair) throws InterruptedException {
    pair.startA();
    pair.startB();
    pair.outcomeOfA.await();
    pair.outcomeOfB.await();
    return pair.take();
  }

  /**
   * Lets the time of a call pass until it has given its transfer up. Then it stands still again, so
   * that the close is not too late where another thread, which goes on with it, is held up.
   */
  private static void endLate(Pair pair, SanStream stream, Runnable call)
      throws InterruptedException {
    CountDownLatch over = start(call);
    await(() -> {
      boolean ended = stream.endReason() != null || over.getCount() == 0;
      if (!ended) {
        pair.clock.addAndGet(LargePair.CANCEL_NANOS / 4);
      }
      return ended;
    }, "the call gives its transfer up");
    assertTrue(over.await(20, TimeUnit.SECONDS));
  }

  /** Runs in another thread; {@return opens when it is over}. */
  private static CountDownLatch start(Runnable call) {
    CountDownLatch over = new CountDownLatch(1);
    Thread.ofPlatform().daemon().start(() -> {
      call.run();
      over.countDown();
    });
    return over;
  }

  private static void await(BooleanSupplier condition, String what)
      throws InterruptedException {
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20); !condition
      .getAsBoolean();) {
      assertTrue(System.nanoTime() < end, "not in 20 s: " + what);
      Thread.sleep(1);
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("BLK-6")
  void aCancelledWriteWaitsForTheTransferOfItsBuffer(TransferWay way) throws Exception {
    try (Pair pair = live(way)) {
      LargePair.hold(pair, true);
      ByteBuffer source = LargePair.direct(4_000);
      assertEquals(0, pair.a.writeAwaited(source));
      await(() -> LargePair.operations(pair) > 0, "RDMA has begun");
      CountDownLatch over = start(pair.a::settleWrite);
      assertFalse(over.await(50, TimeUnit.MILLISECONDS), "RDMA has the buffer");
      assertNull(pair.a.endReason());
      LargePair.hold(pair, false);
      assertTrue(over.await(20, TimeUnit.SECONDS));
      assertNull(pair.a.endReason());
      overwrite(source);
      byte[] got = new byte[4_000];
      for (int at = 0; at < got.length;) {
        assertTrue(pair.b.awaitReadable(TimeUnit.SECONDS.toNanos(20)));
        at += pair.b.tryRead(got, at, got.length - at);
      }
      assertArrayEquals(LargePair.bytes(4_000), got);
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules({"BLK-6", "BLK-7", "BLK-8"})
  void aCancelledWriteWhoseTransferTakesTooLongIsEndedByTheClose(TransferWay way)
      throws Exception {
    try (Pair pair = timeless(way)) {
      LargePair.hold(pair, true);
      ByteBuffer source = LargePair.direct(4_000);
      assertEquals(0, pair.a.writeAwaited(source));
      await(() -> LargePair.operations(pair) > 0, "RDMA has begun");
      endLate(pair, pair.a, pair.a::settleWrite);
      assertEquals(EndReason.CANCELLED, pair.a.endReason(), pair.a::endDetail);
      await(() -> pair.fabric.a.closes == 1, "the socket is closed");
      overwrite(source);
      LargePair.hold(pair, false);
      assertFalse(comesAny(pair.b), "the buffer was read after its call");
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("BLK-6")
  void aCancelledReadWaitsForTheTransferIntoItsBuffer(TransferWay way) throws Exception {
    try (Pair pair = live(way)) {
      LargePair.hold(pair, true);
      ByteBuffer target = ByteBuffer.allocateDirect(4_000);
      assertEquals(0, pair.b.readAwaited(target));
      pair.a.tryWrite(LargePair.bytes(4_000), 0, 4_000);
      await(() -> LargePair.operations(pair) > 0, "RDMA has begun");
      pair.b.close();
      CountDownLatch over = start(pair.b::settleRead);
      assertFalse(over.await(50, TimeUnit.MILLISECONDS), "RDMA has the buffer");
      assertEquals(0, pair.fabric.b.closes);
      LargePair.hold(pair, false);
      assertTrue(over.await(20, TimeUnit.SECONDS));
      await(() -> pair.fabric.b.closes == 1, "the close goes on");
      assertNotNull(pair.b.endReason());
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules({"BLK-6", "BLK-7"})
  void aCancelledReadWhoseTransferTakesTooLongIsEndedByTheClose(TransferWay way)
      throws Exception {
    try (Pair pair = timeless(way)) {
      LargePair.hold(pair, true);
      ByteBuffer target = ByteBuffer.allocateDirect(4_000);
      assertEquals(0, pair.b.readAwaited(target));
      pair.a.tryWrite(LargePair.bytes(4_000), 0, 4_000);
      await(() -> LargePair.operations(pair) > 0, "RDMA has begun");
      endLate(pair, pair.b, pair.b::settleRead);
      assertEquals(EndReason.CANCELLED, pair.b.endReason(), pair.b::endDetail);
      await(() -> pair.fabric.b.closes == 1, "the socket is closed");
      overwrite(target);
      LargePair.hold(pair, false);
      for (int i = 0; i < target.capacity(); i++) {
        assertEquals(OURS, target.get(i), "byte " + i);
      }
    }
  }

  /** No transfer is under way: nothing is waited for. */
  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules({"BLK-5", "BLK-9"})
  void aCancelledReadThatNoTransferHasTakenEndsAtOnceAndTakesNothing(TransferWay way)
      throws Exception {
    try (Pair pair = live(way)) {
      ByteBuffer target = ByteBuffer.allocateDirect(4_000);
      assertEquals(0, pair.b.readAwaited(target));
      pair.b.settleRead();
      byte[] bytes = LargePair.bytes(4_000);
      pair.a.tryWrite(bytes, 0, bytes.length);
      byte[] got = new byte[4_000];
      for (int at = 0; at < got.length;) {
        assertTrue(pair.b.awaitReadable(TimeUnit.SECONDS.toNanos(20)));
        at += pair.b.tryRead(got, at, got.length - at);
      }
      assertArrayEquals(bytes, got);
      assertEquals(0, target.position());
    }
  }

  private static void overwrite(ByteBuffer buffer) {
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, OURS);
    }
  }

  /** {@return whether a byte can be read that was not in the buffer when it was written} */
  private static boolean comesAny(SanStream stream) {
    byte[] block = new byte[4_000];
    byte[] sent = LargePair.bytes(4_000);
    int at = 0;
    try {
      for (int n = 1; n > 0;) {
        stream.awaitReadable(TimeUnit.SECONDS.toNanos(20));
        n = stream.tryRead(block, 0, block.length);
        for (int i = 0; i < n; i++) {
          if (block[i] != sent[at++]) {
            return true;
          }
        }
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }
}
