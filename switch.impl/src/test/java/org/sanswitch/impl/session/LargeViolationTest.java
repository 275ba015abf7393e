package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sanswitch.api.EndReason;
import org.sanswitch.rules.Rules;

/** Whatever a peer says of transfers ends its session with a reason, and nothing else. */
class LargeViolationTest {

  private static final byte[] NOWHERE = {1, 2, 3};

  private static ByteBuffer payload(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] offer(int id, long total, int first, long region, int length, int data) {
    ByteBuffer payload = payload(25 + NOWHERE.length + data);
    payload.putInt(id).putLong(total).putInt(first).putLong(region).put((byte) length);
    return payload.put(NOWHERE).array();
  }

  private static byte[] grant(int id, long at, long size, int length) {
    ByteBuffer payload = payload(21 + NOWHERE.length);
    payload.putInt(id).putLong(at).putLong(size).put((byte) length);
    return payload.put(NOWHERE).array();
  }

  /** Injects a frame into an end that has received so many. */
  private static void inject(Pair pair, FakeEnd end, Session session, FrameType type,
      byte[] payload) {
    end.inject(NegotiationTest.frame(type, 0, 32, 8, session.received(), payload));
    pair.settle();
  }

  private static void assertViolation(SanStream stream) {
    assertEquals(EndReason.PROTOCOL_VIOLATION, stream.endReason(), stream::endDetail);
  }

  @ParameterizedTest
  @CsvSource({"1,100,10,0,3", "0,10,10,0,3", "0,9,10,0,3", "0,-1,10,0,3", "0,1073741825,10,0,3",
      "0,100,11,0,3", "0,100,-1,0,3", "0,100,10,-1,3", "0,100,10,9223372036854775807,3",
      "0,100,10,0,0", "0,100,10,0,65", "0,100,10,0,14", "0,100,10,0,255"})
  @Rules("SES-4")
  void anImpossibleOfferEndsTheSession(int id, long total, int first, long region, int length)
      throws IOException {
    try (Pair pair = LargePair.of(TransferWay.READ)) {
      inject(pair, pair.fabric.b, pair.sessionB(), FrameType.READ_OFFER,
          offer(id, total, first, region, length, 10));
      assertViolation(pair.b);
      assertEquals(0, pair.fabric.b.rdma.reads);
    }
  }

  @Test
  @Rules("SES-4")
  void anOfferOfMemoryThatIsNotThereEndsTheSession() throws IOException {
    try (Pair pair = LargePair.of(TransferWay.READ)) {
      inject(pair, pair.fabric.b, pair.sessionB(), FrameType.READ_OFFER,
          offer(0, 100, 10, 0, 3, 10));
      assertEquals(1, pair.fabric.b.rdma.reads);
      assertViolation(pair.b);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,100,10", "0,10,10", "0,1073741825,10", "0,100,9", "0,-5,10"})
  @Rules("SES-5")
  void anImpossibleRequestEndsTheSession(int id, long total, int first) throws IOException {
    try (Pair pair = LargePair.of(TransferWay.WRITE)) {
      byte[] request = payload(26).putInt(id).putLong(total).putInt(first).array();
      inject(pair, pair.fabric.b, pair.sessionB(), FrameType.WRITE_REQUEST, request);
      assertViolation(pair.b);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1", "1", "2", "7"})
  @Rules("SES-4")
  void doneForATransferThatIsNotUnderWayEndsTheSession(int id) throws IOException {
    try (Pair pair = LargePair.of(TransferWay.READ)) {
      LargePair.hold(pair, true);
      pair.a.tryWrite(new byte[2_000], 0, 2_000);
      inject(pair, pair.fabric.a, pair.sessionA(), FrameType.READ_DONE,
          payload(4).putInt(id).array());
      assertViolation(pair.a);
    }
  }

  @Test
  @Rules("SES-4")
  void doneTwiceEndsTheSession() throws IOException {
    try (Pair pair = LargePair.of(TransferWay.READ)) {
      LargePair.hold(pair, true);
      pair.a.tryWrite(new byte[2_000], 0, 2_000);
      byte[] done = payload(4).array();
      inject(pair, pair.fabric.a, pair.sessionA(), FrameType.READ_DONE, done);
      assertEquals(null, pair.a.endReason());
      inject(pair, pair.fabric.a, pair.sessionA(), FrameType.READ_DONE, done);
      assertViolation(pair.a);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,0,1000,3", "0,0,1001,3", "0,0,0,3", "0,0,-1,3", "0,-1,1000,3",
      "0,9223372036854775807,1000,3", "0,0,1000,0", "0,0,1000,4", "0,0,1000,2", "0,0,1000,65"})
  @Rules("SES-5")
  void anImpossibleGrantEndsTheSession(int id, long at, long size, int length)
      throws IOException {
    try (Pair pair = LargePair.of(TransferWay.WRITE)) {
      pair.fabric.manual = true;
      assertEquals(2_000, pair.a.tryWrite(new byte[2_000], 0, 2_000));
      end(pair, FrameType.WRITE_GRANT, grant(id, at, size, length));
      assertViolation(pair.a);
      assertEquals(0, pair.fabric.a.rdma.writes);
    }
  }

  @Test
  @Rules("SES-5")
  void aGrantOfMemoryThatIsNotThereEndsTheSession() throws IOException {
    try (Pair pair = LargePair.of(TransferWay.WRITE)) {
      pair.fabric.manual = true;
      pair.a.tryWrite(new byte[2_000], 0, 2_000);
      end(pair, FrameType.WRITE_GRANT, grant(0, 0, 1_000, 3));
      assertEquals(1, pair.fabric.a.rdma.writes);
      assertViolation(pair.a);
    }
  }

  @Test
  @Rules("SES-5")
  void aSecondGrantWhileOneIsOpenEndsTheSession() throws IOException {
    try (Pair pair = LargePair.of(TransferWay.WRITE)) {
      LargePair.hold(pair, true);
      pair.fabric.manual = true;
      pair.a.tryWrite(new byte[2_000], 0, 2_000);
      end(pair, FrameType.WRITE_GRANT, grant(0, 0, 500, 3));
      assertEquals(null, pair.a.endReason());
      end(pair, FrameType.WRITE_GRANT, grant(0, 0, 500, 3));
      assertViolation(pair.a);
    }
  }

  /** The other end has not got what the first one has sent: its answers are not in the way. */
  private static void end(Pair pair, FrameType type, byte[] payload) {
    pair.fabric.a.inject(
        NegotiationTest.frame(type, 0, 32, 8, pair.sessionA().received(), payload));
    pair.fabric.a.drain();
  }

  @ParameterizedTest
  @CsvSource({"0,1999", "0,1", "0,-1", "1,1000", "0,9223372036854775807"})
  @Rules("SES-5")
  void writtenThatFitsNoGrantEndsTheSession(int id, long bytes) throws IOException {
    try (Pair pair = LargePair.of(TransferWay.WRITE)) {
      LargePair.hold(pair, true);
      pair.a.tryWrite(new byte[2_000], 0, 2_000);
      pair.settle();
      inject(pair, pair.fabric.b, pair.sessionB(), FrameType.WRITE_DONE,
          payload(12).putInt(id).putLong(bytes).array());
      assertViolation(pair.b);
    }
  }

  @ParameterizedTest
  @EnumSource(FrameType.class)
  @Rules({"SES-4", "SES-5"})
  void framesOfTheOtherWayAreRefused(FrameType type) throws IOException {
    if (type.code() < FrameType.READ_OFFER.code()) {
      return;
    }
    for (TransferWay way : TransferWay.values()) {
      FakeFabric.Limits limits =
          way == TransferWay.NONE ? FakeFabric.Limits.WIDE : LargePair.limits(way);
      if (!way.has(type)) {
        try (Pair pair = new Pair(new FakeFabric(limits), LargePair.SETTINGS).connect()) {
          inject(pair, pair.fabric.b, pair.sessionB(), type, new byte[type.minPayload()]);
          assertViolation(pair.b);
          assertTrue(pair.b.endDetail().contains("not allowed"), pair.b::endDetail);
        }
      }
    }
  }
}
