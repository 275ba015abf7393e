package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.EndReason;

/** Whatever a peer sends, it can end its own session at most. */
class ViolationTest {

  private static byte[] frame(FrameType type, int flags, int sequence, byte[] payload) {
    return NegotiationTest.frame(type, flags, 32, 8, sequence, payload);
  }

  private static byte[] offset(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  private static byte[] urgent(long mark) {
    return ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN).putLong(mark).array();
  }

  private static void assertViolation(String text, byte[]... frames) {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      for (byte[] frame : frames) {
        pair.fabric.b.inject(frame);
      }
      pair.settle();
      assertEquals(EndReason.PROTOCOL_VIOLATION, pair.b.endReason());
      assertTrue(pair.b.endDetail().contains(text), pair.b.endDetail());
      assertEquals(1, pair.fabric.b.closes);
      assertTrue(
          pair.a.endDetail().contains("PROTOCOL_VIOLATION")
              || pair.a.endReason() == EndReason.PROTOCOL_VIOLATION,
          pair.a.endDetail());
    }
  }

  @Test
  void impossibleFramesEndTheSessionWithTheNumbers() {
    assertViolation("message of 0 bytes", new byte[0]);
    assertViolation("more than the 8192 bytes", new byte[8_193]);
    assertViolation("final offset 7, received 0", frame(FrameType.SHUTDOWN, 0, 1, offset(7)));
    assertViolation(
        "CREDIT has a payload of 1 bytes, not 0 or 2",
        frame(FrameType.CREDIT, 0, 1, new byte[1]));
    assertViolation(
        "31 data receives after 32, at most 32 were announced",
        frame(FrameType.CREDIT, 0, 1, new byte[]{31, 0}));
    assertViolation(
        "33 data receives after 32, at most 32 were announced",
        frame(FrameType.CREDIT, 0, 1, new byte[]{33, 0}));
    assertViolation("urgent mark 1, not 0 to 0", frame(FrameType.URGENT, 0, 1, urgent(1)));
    assertViolation(
        "urgent mark 18446744073709551615", frame(FrameType.URGENT, 0, 1, urgent(-1)));
    assertViolation(
        "NEGOTIATE is not allowed in state ESTABLISHED",
        frame(FrameType.NEGOTIATE, 0, 1, new byte[40]));
    assertViolation(
        "DATA is not allowed in state ESTABLISHED, shut at 0",
        frame(FrameType.SHUTDOWN, 0, 1, offset(0)),
        frame(FrameType.DATA, 0, 2, new byte[1]));
    assertViolation(
        "URGENT is not allowed in state ESTABLISHED, shut at 0",
        frame(FrameType.SHUTDOWN, 0, 1, offset(0)),
        frame(FrameType.URGENT, 0, 2, urgent(0)));
    assertViolation(
        "SHUTDOWN is not allowed",
        frame(FrameType.SHUTDOWN, 1, 1, offset(0)),
        frame(FrameType.SHUTDOWN, 1, 2, offset(0)));
  }

  @Test
  void marksBehindEarlierOnesAreRefused() {
    assertViolation(
        "urgent mark 1, not 2 to 3",
        frame(FrameType.DATA, 0, 1, new byte[3]),
        frame(FrameType.URGENT, 0, 2, urgent(2)),
        frame(FrameType.URGENT, 0, 3, urgent(1)));
  }

  /** Mutated frames: the session lives or ends with a reason, and nothing is thrown. */
  @Test
  void survivesAHostilePeer() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 600; round++) {
      try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
        for (int i = 1; i < 20; i++) {
          FrameType type = FrameType.values()[2 + random.nextInt(6)];
          byte[] payload =
              new byte[Math.min(type.maxPayload(), type.minPayload() + random.nextInt(50))];
          byte[] frame = frame(type, 0, i, payload);
          if (random.nextInt(4) == 0) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt();
          }
          pair.fabric.b.inject(frame);
          pair.b.isReadable();
          if (pair.b.endReason() == null && random.nextBoolean()) {
            pair.b.tryRead(new byte[10], 0, 10);
          }
        }
        pair.settle();
        EndReason reason = pair.b.endReason();
        assertTrue(
            reason == null
                || reason == EndReason.PROTOCOL_VIOLATION
                || reason == EndReason.RESET_BY_PEER
                || reason == EndReason.PEER_DIED,
            () -> "seed " + seed + ": " + pair.b.endReason() + " " + pair.b.endDetail());
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
  }
}
