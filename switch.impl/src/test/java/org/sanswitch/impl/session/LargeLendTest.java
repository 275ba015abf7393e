package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.MemoryUse;
import org.sanswitch.rules.Rules;

/** Buffers of the application that calls lend to the provider: which, and what is kept of them. */
@Timeout(60)
class LargeLendTest {

  private static final int SIZE = 3_000;
  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Writes one buffer with calls that wait, and reads it at the other end with such calls. */
  private static void exchange(Pair pair, ByteBuffer source, ByteBuffer target)
      throws IOException {
    byte[] expected = new byte[source.remaining()];
    source.duplicate().get(expected);
    for (int round = 0; target.hasRemaining(); round++) {
      assertTrue(round < 100, target + " after " + round + " rounds");
      // The reader first: what comes finds its buffer.
      pair.b.readAwaited(target);
      pair.fabric.settle();
      if (source.hasRemaining()) {
        pair.a.writeAwaited(source);
      }
      pair.fabric.settle();
    }
    while (source.hasRemaining()) {
      assertTrue(pair.a.writeAwaited(source) > 0, source::toString);
    }
    pair.a.settleWrite();
    pair.b.settleRead();
    byte[] got = new byte[target.flip().remaining()];
    target.get(got);
    assertArrayEquals(expected, got);
  }

  /** The end that reaches the other's memory, and registers its own for itself only. */
  private static FakeEnd local(Pair pair, TransferWay way) {
    return way == TransferWay.READ ? pair.fabric.b : pair.fabric.a;
  }

  private static FakeEnd exposing(Pair pair, TransferWay way) {
    return way == TransferWay.READ ? pair.fabric.a : pair.fabric.b;
  }

  private static MemoryKeeper memoryOf(Pair pair, TransferWay way) {
    return way == TransferWay.READ ? pair.tableOfB.memory() : pair.tableOfA.memory();
  }

  private static void collectUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + BOUND_NANOS;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, "not collected in time");
      System.gc();
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("MEM-5")
  void whatIsForThisSideOnlyIsKeptUntilItsBufferIsCollected(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      ByteBuffer source = LargePair.direct(SIZE);
      ByteBuffer target = ByteBuffer.allocateDirect(SIZE);
      FakeEnd end = local(pair, way);
      int before = end.memory.registered;
      for (int i = 0; i < 3; i++) {
        exchange(pair, source.rewind(), target.clear());
        pair.pass(TimeUnit.SECONDS.toNanos(1));
      }
      assertEquals(before + 3, end.memory.registered);
      assertEquals(0, end.memory.evictions, "evictions while the buffer lives");
      assertEquals(1, memoryOf(pair, way).lives());
      WeakReference<ByteBuffer> from = new WeakReference<>(source);
      WeakReference<ByteBuffer> to = new WeakReference<>(target);
      source = null;
      target = null;
      // The sessions are idle, and keep no buffer from being collected.
      collectUntil(() -> from.refersTo(null) && to.refersTo(null));
      collectUntil(() -> {
        pair.pass(TimeUnit.SECONDS.toNanos(1));
        return memoryOf(pair, way).lives() == 0;
      });
      assertEquals(1, end.memory.evictions, "evictions after its end");
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules({"SES-4", "SES-5", "MEM-5"})
  void theStatusTellsWhatASessionAndItsProviderHaveOfMemory(TransferWay way)
      throws IOException {
    try (Pair pair = LargePair.of(way)) {
      FakeEnd end = exposing(pair, way);
      SessionTable table = way == TransferWay.READ ? pair.tableOfA : pair.tableOfB;
      assertEquals(MemoryUse.NONE, table.status().getFirst().memory());
      ByteBuffer source = LargePair.direct(SIZE);
      exchange(pair, source, ByteBuffer.allocateDirect(SIZE));
      MemoryUse direct = new MemoryUse(0, 1, 1);
      assertEquals(direct, table.status().getFirst().memory());
      assertEquals(direct, end.port.memory().now());
      LargePair.hold(pair, true);
      assertEquals(SIZE, pair.a.tryWrite(LargePair.bytes(SIZE), 0, SIZE));
      pair.settle();
      MemoryUse staged = new MemoryUse(2 * LargePair.STAGING, 1, 1);
      assertEquals(staged, table.status().getFirst().memory());
      assertEquals(staged, end.port.memory().now());
      // The transfer does not end: its staging goes with the session (MEM-4).
      table.endAllOn(end.port, EndReason.PROVIDER_GONE, 0);
      pair.settle();
      assertTrue(end.isHandleClosed());
      assertEquals(direct, end.port.memory().now());
      Reference.reachabilityFence(source);
    }
  }

  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("MEM-5")
  void whatThePeerCouldReachIsKeptByNobody(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      ByteBuffer source = LargePair.direct(SIZE);
      ByteBuffer target = ByteBuffer.allocateDirect(SIZE);
      exchange(pair, source, target);
      FakeEnd end = exposing(pair, way);
      assertEquals(0, end.rdma.exposures());
      assertEquals(1, end.memory.evictions);
      Reference.reachabilityFence(source);
      Reference.reachabilityFence(target);
    }
  }

  /** It could be closed in the middle of a transfer, and hardware would not notice. */
  @ParameterizedTest
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Rules("MEM-2")
  void memoryOfAnArenaThatCanBeClosedIsCopied(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way); Arena arena = Arena.ofShared()) {
      ByteBuffer source = arena.allocate(SIZE).asByteBuffer().put(LargePair.bytes(SIZE)).flip();
      exchange(pair, source, arena.allocate(SIZE).asByteBuffer());
      assertTrue(LargePair.operations(pair) > 0);
      assertEquals(0, pair.fabric.a.rdma.direct + pair.fabric.b.rdma.direct);
      assertEquals(0, memoryOf(pair, way).lives());
    }
  }

  @Test
  @Rules({"MEM-5", "CLO-4"})
  void aProviderThatHasGoneIsToldNothing() throws IOException {
    try (Pair pair = LargePair.of(TransferWay.READ)) {
      ByteBuffer source = LargePair.direct(SIZE);
      ByteBuffer target = ByteBuffer.allocateDirect(SIZE);
      exchange(pair, source, target);
      pair.tableOfB.endAllOn(pair.fabric.b.port, EndReason.PROVIDER_GONE, 0);
      pair.settle();
      target = null;
      collectUntil(() -> {
        pair.pass(TimeUnit.SECONDS.toNanos(1));
        return pair.tableOfB.memory().lives() == 0;
      });
      assertEquals(0, pair.fabric.b.memory.evictions);
    }
  }
}
