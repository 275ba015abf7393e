package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.api.EndReason;
import org.sanswitch.rules.Rules;

/** Large transfers by both ways: through staging, and with the buffers of the application. */
class LargeTransferTest {

  /** Both ways, one after the other. */
  @EnumSource(value = TransferWay.class, names = {"READ", "WRITE"})
  @Retention(RetentionPolicy.RUNTIME)
  private @interface BothWays {}

  @ParameterizedTest
  @BothWays
  @Rules({"SES-3", "SES-4", "SES-5"})
  void aLargeWriteGoesByRdmaBehindItsFirstPart(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      byte[] bytes = LargePair.bytes(LargePair.STAGING);
      assertEquals(bytes.length, pair.a.tryWrite(bytes, 0, bytes.length));
      assertArrayEquals(bytes, LargePair.read(pair, pair.b, bytes.length));
      FakeRdma a = pair.fabric.a.rdma;
      FakeRdma b = pair.fabric.b.rdma;
      assertTrue(way == TransferWay.READ ? b.reads > 0 : a.writes > 0);
      assertEquals(0, way == TransferWay.READ ? a.writes + b.writes : a.reads + b.reads);
    }
  }

  @ParameterizedTest
  @BothWays
  @Rules("SES-7")
  void onlyTransfersOfTheThresholdOrMoreGoByRdmaInPiecesOfTheGreatestSize(TransferWay way)
      throws IOException {
    try (Pair pair = LargePair.of(way)) {
      byte[] small = LargePair.bytes(LargePair.THRESHOLD - 1);
      pair.a.tryWrite(small, 0, small.length);
      assertArrayEquals(small, LargePair.read(pair, pair.b, small.length));
      assertEquals(0, LargePair.operations(pair));
      byte[] large = LargePair.bytes(LargePair.THRESHOLD);
      pair.a.tryWrite(large, 0, large.length);
      assertArrayEquals(large, LargePair.read(pair, pair.b, large.length));
      assertEquals(1, LargePair.operations(pair));
      ByteBuffer whole = LargePair.direct(40_000);
      assertArrayEquals(
          LargePair.bytes(40_000), exchange(pair, whole, ByteBuffer.allocateDirect(40_000)));
      assertTrue(pair.fabric.a.rdma.greatest <= LargePair.MAX_SIZE);
      assertTrue(pair.fabric.b.rdma.greatest <= LargePair.MAX_SIZE);
      assertTrue(pair.fabric.a.greatest <= 2_048, "messages of " + pair.fabric.a.greatest);
    }
  }

  /** ADR 192: while its bytes wait in staging, in the send buffer, or in both, in whatever order. */
  @ParameterizedTest
  @BothWays
  @Rules("SES-3")
  void whoDoesNotWaitIsNotToldAgainOfRoomThatItHasNotFound(TransferWay way) throws IOException {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      byte[] bytes = LargePair.bytes(300_000);
      int written = 0;
      int read = 0;
      try (Pair pair = LargePair.of(way)) {
        pair.a.sendBuffer(20_000 + random.nextInt(40_000));
        while (read < bytes.length) {
          boolean told = pair.a.isKnownWritable();
          int most = random.nextBoolean() ? 100 : 3 * LargePair.THRESHOLD;
          int length = Math.min(1 + random.nextInt(most), bytes.length - written);
          int count = pair.a.tryWrite(bytes, written, length);
          assertTrue(
              count > 0 || length == 0 || !told || !pair.a.isKnownWritable(),
              "seed " + seed + " at " + written);
          written += count;
          if (count == 0 || random.nextInt(30) == 0) {
            byte[] got = LargePair.read(pair, pair.b, 1 + random.nextInt(20_000));
            assertArrayEquals(Arrays.copyOfRange(bytes, read, read + got.length), got);
            read += got.length;
          }
        }
        assertEquals(written, read);
      }
    }
  }

  /** Writes one buffer and reads the other full, as calls that wait do. */
  private static byte[] exchange(Pair pair, ByteBuffer source, ByteBuffer target)
      throws IOException {
    for (int round = 0; target.hasRemaining(); round++) {
      assertTrue(round < 1_000, target + " after " + round + " rounds");
      if (source.hasRemaining()) {
        pair.a.writeAwaited(source);
      }
      pair.fabric.settle();
      pair.b.readAwaited(target);
      pair.fabric.settle();
    }
    pair.a.settleWrite();
    pair.b.settleRead();
    byte[] all = new byte[target.flip().remaining()];
    target.get(all);
    return all;
  }

  @ParameterizedTest
  @BothWays
  @Rules({"SES-4", "SES-5"})
  void aBlockingWriteGivesItsBufferAndHasItBackWhenTheTransferIsOver(TransferWay way)
      throws IOException {
    try (Pair pair = LargePair.of(way)) {
      LargePair.hold(pair, true);
      ByteBuffer source = LargePair.direct(3_000);
      int before = pair.fabric.a.memory.count();
      assertEquals(0, pair.a.writeAwaited(source));
      pair.settle();
      assertEquals(0, pair.a.writeAwaited(source));
      assertFalse(pair.a.isWritable());
      assertEquals(before + 1, pair.fabric.a.memory.count());
      LargePair.hold(pair, false);
      pair.settle();
      assertTrue(pair.a.isWritable());
      assertEquals(3_000, pair.a.writeAwaited(source));
      assertEquals(3_000, source.position());
      assertEquals(before, pair.fabric.a.memory.count());
      assertEquals(3_000, pair.counterOfA.sent);
      assertArrayEquals(LargePair.bytes(3_000), LargePair.read(pair, pair.b, 3_000));
    }
  }

  @ParameterizedTest
  @BothWays
  @Rules({"SES-4", "SES-5"})
  void aBlockingReadGetsItsBufferFilledWithoutACopy(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      ByteBuffer target = ByteBuffer.allocateDirect(10_000);
      assertEquals(0, pair.b.readAwaited(target));
      byte[] bytes = LargePair.bytes(4_000);
      pair.a.tryWrite(bytes, 0, bytes.length);
      pair.settle();
      int n = pair.b.readAwaited(target);
      pair.settle();
      n += pair.b.readAwaited(target);
      pair.settle();
      assertEquals(4_000, n + pair.b.readAwaited(target));
      pair.b.settleRead();
      byte[] got = new byte[4_000];
      target.flip().get(got);
      assertArrayEquals(bytes, got);
      assertEquals(0, LargePair.staged(pair.fabric.b), "bytes of staging");
      assertTrue(LargePair.operations(pair) > 0);
    }
  }

  @ParameterizedTest
  @BothWays
  @Rules({"SES-4", "SES-5", "SES-8"})
  void anUrgentByteBeforeATransferIsReadBeforeItThoughTheReaderWaitedEarlier(TransferWay way)
      throws IOException {
    try (Pair pair = LargePair.of(way)) {
      pair.b.urgentInline(true);
      ByteBuffer target = ByteBuffer.allocateDirect(10_000);
      assertEquals(0, pair.b.readAwaited(target));
      pair.a.sendUrgent(77);
      byte[] bytes = LargePair.bytes(4_000);
      pair.a.tryWrite(bytes, 0, bytes.length);
      pair.settle();
      for (int round = 0; target.position() < 4_001; round++) {
        assertTrue(round < 100, target.toString());
        pair.b.readAwaited(target);
        pair.settle();
      }
      pair.b.settleRead();
      byte[] got = new byte[4_000];
      assertEquals(77, target.flip().get());
      target.get(got);
      assertArrayEquals(bytes, got);
    }
  }

  @ParameterizedTest
  @BothWays
  @Rules("BLK-5")
  void aNonBlockingWriteHasLeftItsBufferWhenItReturns(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      LargePair.hold(pair, true);
      byte[] bytes = LargePair.bytes(4_000);
      byte[] ours = bytes.clone();
      assertEquals(4_000, pair.a.tryWrite(ours, 0, ours.length));
      Arrays.fill(ours, (byte) 0x5A);
      pair.settle();
      LargePair.hold(pair, false);
      assertArrayEquals(bytes, LargePair.read(pair, pair.b, 4_000));
    }
  }

  @ParameterizedTest
  @BothWays
  @Rules("SES-2")
  void twoPiecesAreUnderWayAtMostAndSmallDataPassesIntoTheStreamBehindThem(TransferWay way)
      throws IOException {
    try (Pair pair = LargePair.of(way)) {
      LargePair.hold(pair, true);
      byte[] bytes = LargePair.bytes(2 * LargePair.STAGING);
      assertEquals(LargePair.STAGING, pair.a.tryWrite(bytes, 0, bytes.length));
      assertEquals(
          LargePair.STAGING, pair.a.tryWrite(bytes, LargePair.STAGING, LargePair.STAGING));
      pair.settle();
      assertEquals(0, pair.a.tryWrite(bytes, 0, bytes.length));
      assertFalse(pair.a.isWritable());
      assertEquals(3, pair.a.tryWrite(new byte[]{7, 8, 9}, 0, 3));
      pair.settle();
      LargePair.hold(pair, false);
      pair.settle();
      assertArrayEquals(bytes, LargePair.read(pair, pair.b, bytes.length));
      assertTrue(pair.a.isWritable());
      assertArrayEquals(new byte[]{7, 8, 9}, LargePair.read(pair, pair.b, 3));
    }
  }

  /** Both directions at once, with as few credits as can be. */
  @ParameterizedTest
  @BothWays
  @Rules({"SES-2", "SES-3"})
  void crossingTransfersComeWholeAndInOrderWithTheFewestCredits(TransferWay way)
      throws IOException {
    long seed = new Random().nextLong();
    System.out.println("crossing transfers, seed " + seed);
    Random random = new Random(seed);
    FakeFabric.Limits limits = LargePair.limits(way);
    try (Pair pair = new Pair(new FakeFabric(limits), LargePair.settings(1, 4)).connect()) {
      Crossing there = new Crossing(random, pair.a, pair.b);
      Crossing back = new Crossing(random, pair.b, pair.a);
      for (int round = 0; !(there.isOver() && back.isOver()); round++) {
        assertTrue(round < 100_000, "seed " + seed);
        there.step();
        back.step();
        if (random.nextBoolean()) {
          pair.settle();
        }
        if (round % 50 == 0) {
          pair.pass(TimeUnit.MILLISECONDS.toNanos(20));
        }
      }
    }
  }

  /** One direction of random writes and reads. */
  private static final class Crossing {
    private static final int TOTAL = 300_000;
    private final byte[] bytes = LargePair.bytes(TOTAL);
    private final byte[] got = new byte[TOTAL];
    private final Random random;
    private final SanStream from;
    private final SanStream to;
    private int written;
    private int read;

    Crossing(Random random, SanStream from, SanStream to) {
      this.random = random;
      this.from = from;
      this.to = to;
    }

    void step() throws IOException {
      int size = Math.min(TOTAL - written, 1 + random.nextInt(1 + random.nextInt(9_000)));
      if (size > 0) {
        written += from.tryWrite(bytes, written, size);
      }
      int room = Math.min(TOTAL - read, 1 + random.nextInt(1 + random.nextInt(9_000)));
      if (room > 0) {
        int n = to.tryRead(got, read, room);
        assertArrayEquals(
            Arrays.copyOfRange(bytes, read, read + n), Arrays.copyOfRange(got, read, read + n));
        read += n;
      }
    }

    boolean isOver() {
      return read == TOTAL;
    }
  }

  @ParameterizedTest
  @BothWays
  @Rules("SES-6")
  void whereTheBufferIsNotRegisteredItGoesThroughStaging(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      pair.fabric.a.rdma.exposesOwnOnly = true;
      pair.fabric.b.rdma.exposesOwnOnly = true;
      ByteBuffer source = LargePair.direct(20_000);
      assertArrayEquals(
          LargePair.bytes(20_000), exchange(pair, source, ByteBuffer.allocateDirect(20_000)));
      assertTrue(LargePair.operations(pair) > 0);
    }
  }

  @ParameterizedTest
  @BothWays
  @Rules("SES-6")
  void whereTheSenderHasNoMemoryItGoesByMessages(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      pair.fabric.a.memory.refuses = true;
      byte[] bytes = LargePair.bytes(20_000);
      int n = pair.a.tryWrite(bytes, 0, bytes.length);
      assertTrue(n > 0);
      assertEquals(0, LargePair.operations(pair));
      assertArrayEquals(Arrays.copyOf(bytes, n), LargePair.read(pair, pair.b, n));
    }
  }

  @Test
  @Rules("SES-6")
  void aReceiverWithoutMemoryReadsIntoItsReceiveBuffers() throws IOException {
    try (Pair pair = LargePair.of(TransferWay.READ)) {
      pair.fabric.b.memory.refuses = true;
      byte[] bytes = LargePair.bytes(4_000);
      pair.a.tryWrite(bytes, 0, bytes.length);
      assertArrayEquals(bytes, LargePair.read(pair, pair.b, bytes.length));
      assertTrue(pair.fabric.b.rdma.reads > 0);
      assertEquals(0, LargePair.staged(pair.fabric.b));
    }
  }

  @Test
  @Rules("SES-6")
  void aReceiverThatCannotGoOnEndsTheSendWithWsaenobufs() throws IOException {
    try (Pair pair = LargePair.of(TransferWay.WRITE)) {
      pair.fabric.b.memory.refuses = true;
      ByteBuffer source = LargePair.direct(4_000);
      assertEquals(0, pair.a.writeAwaited(source));
      pair.settle();
      SocketException e =
          assertThrows(SocketException.class, () -> pair.a.writeAwaited(source));
      pair.a.settleWrite();
      assertTrue(
          e.getMessage().startsWith("No buffer space available (WSAENOBUFS): "), e::getMessage);
      assertEquals(EndReason.NO_BUFFERS, pair.a.endReason());
      assertEquals(EndReason.NO_BUFFERS, pair.b.endReason());
    }
  }

  @ParameterizedTest
  @BothWays
  @Rules("SES-7")
  void aQueueWithoutRoomIsTriedAgain(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      pair.fabric.a.rdma.refuseOperations = 2;
      pair.fabric.b.rdma.refuseOperations = 2;
      byte[] bytes = LargePair.bytes(4_000);
      pair.a.tryWrite(bytes, 0, bytes.length);
      for (int i = 0; i < 10; i++) {
        pair.pass(TimeUnit.MILLISECONDS.toNanos(2));
      }
      assertArrayEquals(bytes, LargePair.read(pair, pair.b, bytes.length));
    }
  }

  @ParameterizedTest
  @BothWays
  @Rules("SES-8")
  void urgentDataStandsBeforeAndBehindATransfer(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      pair.b.urgentInline(true);
      byte[] bytes = LargePair.bytes(3_000);
      pair.a.sendUrgent(1);
      pair.a.tryWrite(bytes, 0, bytes.length);
      pair.a.sendUrgent(2);
      pair.settle();
      byte[] got = LargePair.read(pair, pair.b, 3_002);
      assertEquals(3_002, got.length);
      assertEquals(1, got[0]);
      assertEquals(2, got[3_001]);
      assertArrayEquals(bytes, Arrays.copyOfRange(got, 1, 3_001));
    }
  }

  @ParameterizedTest
  @BothWays
  void availableCountsWhatIsAtHandOnly(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      LargePair.hold(pair, true);
      byte[] bytes = LargePair.bytes(4_000);
      pair.a.tryWrite(bytes, 0, bytes.length);
      pair.settle();
      int first = pair.b.available();
      assertTrue(first > 0 && first < 4_000, "first part of " + first + " bytes");
      assertEquals(first, pair.b.tryRead(new byte[4_000], 0, 4_000));
      assertFalse(pair.b.isReadable());
      assertEquals(0, pair.b.tryRead(new byte[4_000], 0, 4_000));
      LargePair.hold(pair, false);
      pair.settle();
      assertTrue(pair.b.isReadable());
      assertEquals(4_000 - first, LargePair.read(pair, pair.b, 4_000).length);
    }
  }

  @ParameterizedTest
  @BothWays
  @Rules("MEM-4")
  void stagingIsThereOnlyWhileItIsUsed(TransferWay way) throws IOException {
    try (Pair pair = LargePair.of(way)) {
      int before = pair.fabric.a.memory.count();
      byte[] bytes = LargePair.bytes(4_000);
      pair.a.tryWrite(bytes, 0, bytes.length);
      assertEquals(2L * LargePair.STAGING, LargePair.staged(pair.fabric.a));
      assertArrayEquals(bytes, LargePair.read(pair, pair.b, bytes.length));
      for (int i = 0; i < 4; i++) {
        pair.pass(TimeUnit.SECONDS.toNanos(1));
      }
      assertEquals(0, LargePair.staged(pair.fabric.a));
      assertEquals(0, LargePair.staged(pair.fabric.b));
      assertEquals(before, pair.fabric.a.memory.count());
      pair.a.tryWrite(bytes, 0, bytes.length);
      assertArrayEquals(bytes, LargePair.read(pair, pair.b, bytes.length));
      assertNull(pair.a.endReason());
    }
  }

  @ParameterizedTest
  @BothWays
  @Rules({"SES-4", "SES-5"})
  void aSideWithoutTheCapabilityGetsMessagesOrTheOtherWay(TransferWay way) throws IOException {
    FakeFabric.Limits other =
        way == TransferWay.READ ? FakeFabric.Limits.WIDE : LargePair.limits(TransferWay.READ);
    try (Pair pair =
        new Pair(new FakeFabric(LargePair.limits(way), other), LargePair.SETTINGS).connect()) {
      assertEquals(
          way == TransferWay.READ ? TransferWay.NONE : TransferWay.WRITE, pair.sessionA().way());
      byte[] bytes = LargePair.bytes(4_000);
      int n = pair.a.tryWrite(bytes, 0, bytes.length);
      assertArrayEquals(Arrays.copyOf(bytes, n), LargePair.read(pair, pair.b, n));
    }
  }
}
