package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.RouteReason;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.WsaError;

/** Two switches agree on a session, or TCP/IP is used with the reason (SES-2). */
class NegotiationTest {

  private static final long BOUND = SessionSettings.DEFAULTS.negotiationNanos();

  private static Pair pair(FakeFabric.Limits limits) {
    return new Pair(new FakeFabric(limits), SessionSettings.DEFAULTS);
  }

  private static byte[] negotiate(NegotiationMessage message) {
    return frame(FrameType.NEGOTIATE, 0, 32, 8, 0, payload(message));
  }

  private static byte[] payload(NegotiationMessage message) {
    byte[] payload = new byte[NegotiationMessage.LENGTH];
    message.encode(MemorySegment.ofArray(payload));
    return payload;
  }

  static byte[] frame(
      FrameType type, int flags, int data, int control, int sequence, byte[] payload) {
    byte[] bytes = new byte[FrameDescriptor.HEADER_LENGTH + payload.length];
    MemorySegment frame = MemorySegment.ofArray(bytes);
    frame.set(
        FrameDescriptor.LONG,
        0,
        FrameDescriptor.firstWord(type.code(), flags, data, control, payload.length));
    frame.set(FrameDescriptor.LONG, 8, FrameDescriptor.secondWord(sequence, 0));
    System.arraycopy(payload, 0, bytes, FrameDescriptor.HEADER_LENGTH, payload.length);
    return bytes;
  }

  private static NegotiationMessage message(int lowest, int highest) {
    return new NegotiationMessage(lowest, highest, 32, 8, 8_192, 1, 2, 0);
  }

  @Test
  @Rules("SES-2")
  void agreesWhicheverSideStartsFirst() {
    for (boolean connectingFirst : List.of(true, false)) {
      try (Pair pair = pair(FakeFabric.Limits.WIDE)) {
        if (connectingFirst) {
          pair.startA();
          pair.startB();
        } else {
          pair.startB();
          pair.startA();
        }
        pair.settle();
        pair.take();
        assertEquals("ESTABLISHED", pair.tableOfA.status().get(0).state());
        assertEquals("ESTABLISHED", pair.tableOfB.status().get(0).state());
        assertEquals(1, pair.outcomeOfA.told);
      }
    }
  }

  /**
   * SES-2: both post all their receives before they send, also where the provider makes the upcall
   * for the other side's message while they are being posted; and both messages can be kept (ACC-3).
   */
  @Test
  @Rules("SES-2")
  void eachSideHasAllItsReceivesPostedBeforeItSendsAtMost256Bytes() {
    for (FakeFabric.Limits limits : List.of(FakeFabric.Limits.WIDE, FakeFabric.Limits.STAGED)) {
      try (Pair pair = pair(limits)) {
        pair.fabric.a.upcallsInReceive = true;
        pair.fabric.b.upcallsInReceive = true;
        pair.startA();
        pair.startB();
        pair.settle();
        pair.take();
        SessionSettings usual = SessionSettings.DEFAULTS;
        int all = 1 + usual.firstReceives() + NegotiationMessage.MIN_CONTROL_RECEIVES;
        assertEquals(all, pair.fabric.a.postedAtFirstSend);
        assertEquals(all, pair.fabric.b.postedAtFirstSend);
        assertTrue(pair.fabric.a.firstSize <= 256, "NEGOTIATE of " + pair.fabric.a.firstSize);
        assertTrue(pair.fabric.b.firstSize <= 256, "NEGOTIATED of " + pair.fabric.b.firstSize);
      }
    }
  }

  /** INI-7: nothing is left of a session whose provider has left before it began. */
  @Test
  @Rules("INI-7")
  void aSessionEndsAtOnceWhereTheLastUpcallWasBefore() {
    try (Pair pair = pair(FakeFabric.Limits.WIDE)) {
      FakeTable.close(pair.fabric.a.socket.handle());
      pair.startA();
      assertEquals(RouteReason.PROVIDER_GONE, pair.outcomeOfA.reason, pair.outcomeOfA.detail);
      assertEquals(1, pair.outcomeOfA.told);
      assertEquals(List.of(), pair.tableOfA.status());
      assertEquals(0, pair.fabric.a.posted());
    }
  }

  /** The peer may be told, and send, before WSPSend of the answer returns. */
  @Test
  @Rules("SES-2")
  void takesDataThatComesBeforeTheSendOfTheAnswerReturns() throws Exception {
    try (Pair pair = pair(FakeFabric.Limits.WIDE)) {
      FakeEnd end = pair.fabric.b;
      end.upcallsInReceive = true;
      end.inject(negotiate(message(1, 1)));
      end.insideSend = () -> {
        end.insideSend = () -> {};
        end.inject(frame(FrameType.DATA, 0, 32, 8, 1, new byte[]{7}));
        assertTrue(end.drain());
      };
      pair.startB();
      pair.settle();
      SanStream stream = pair.outcomeOfB.stream;
      assertNotNull(stream, pair.outcomeOfB.detail);
      byte[] read = new byte[2];
      assertEquals(1, stream.tryRead(read, 0, 2));
      assertEquals(7, read[0]);
    }
  }

  @Test
  void aSecondNegotiateBeforeTheAnswerIsAViolation() {
    try (Pair pair = pair(FakeFabric.Limits.WIDE)) {
      pair.fabric.b.upcallsInReceive = true;
      byte[] payload = payload(message(1, 1));
      pair.fabric.b.inject(frame(FrameType.NEGOTIATE, 0, 32, 8, 0, payload));
      pair.fabric.b.inject(frame(FrameType.NEGOTIATE, 0, 32, 8, 1, payload));
      pair.startB();
      pair.settle();
      assertEquals(1, pair.outcomeOfB.told);
      assertEquals("the negotiation came twice", pair.outcomeOfB.detail
        .replace("PROTOCOL_VIOLATION: ", ""));
    }
  }

  @Test
  @Rules({"SES-1", "SES-7"})
  void worksWithTheLeastThatAProviderMayCarry() {
    FakeFabric.Limits least = new FakeFabric.Limits(512, 0, ReceivePool.LEAST, false);
    try (Pair pair = Pair.byHand(least)) {
      assertNotNull(pair.a);
    }
  }

  @Test
  void usesTcpWhereTheProviderCarriesLess() {
    for (FakeFabric.Limits little : List.of(
        new FakeFabric.Limits(511, 511, 64, true),
        new FakeFabric.Limits(512, 512, ReceivePool.LEAST - 1, true))) {
      try (Pair pair = pair(little)) {
        pair.startA();
        assertEquals(RouteReason.PROVIDER_FAILED, pair.outcomeOfA.reason);
        assertTrue(pair.outcomeOfA.detail.contains("a session needs"), pair.outcomeOfA.detail);
        assertEquals(1, pair.fabric.a.closes);
      }
    }
  }

  @Test
  @Rules({"BLK-7", "SES-2"})
  void endsWithTheReasonWhenTheBoundIsOver() {
    try (Pair pair = pair(FakeFabric.Limits.WIDE)) {
      pair.startA();
      pair.pass(BOUND - 1);
      assertEquals(0, pair.outcomeOfA.told);
      pair.pass(1);
      assertEquals(RouteReason.PROVIDER_TIMED_OUT, pair.outcomeOfA.reason);
      assertFalse(pair.outcomeOfA.refused);
      assertEquals(1, pair.fabric.a.closes);
      assertEquals(List.of(), pair.tableOfA.status());
    }
  }

  @Test
  @Rules("SES-2")
  void acceptingSideRefusesVersionsThatItDoesNotSpeak() {
    try (Pair pair = pair(FakeFabric.Limits.WIDE)) {
      pair.startB();
      pair.fabric.b.inject(negotiate(message(2, 7)));
      pair.pass(0);
      pair.pass(10_000_000);
      assertEquals(RouteReason.VERSION, pair.outcomeOfB.reason);
      assertEquals(
          "the peer speaks versions 2 to 7, this switch 1", pair.outcomeOfB.detail);
      assertEquals(1, pair.fabric.b.closes);
      pair.startA();
      assertNull(pair.outcomeOfA.stream);
    }
  }

  @Test
  void connectingSideUsesTcpWhenItIsRefusedForTheVersion() {
    assertRefusal(EndReason.NEGOTIATION_FAILED, RouteReason.VERSION, false);
  }

  /** Only a refusal by the peer's switch itself is final (CON-5). */
  @Test
  void connectingSideTakesARefusalForAClosedListenerAsFinal() {
    assertRefusal(EndReason.LISTENER_CLOSED, RouteReason.PROVIDER_FAILED, true);
    assertRefusal(EndReason.SWITCH_STOPPED, RouteReason.SWITCH_STOPPED, false);
  }

  private static void assertRefusal(EndReason reason, RouteReason route, boolean refused) {
    for (FrameType type : List.of(FrameType.NEGOTIATED, FrameType.ABORT)) {
      if (type == FrameType.ABORT && reason == EndReason.NEGOTIATION_FAILED) {
        continue;
      }
      try (Pair pair = pair(FakeFabric.Limits.WIDE)) {
        pair.startA();
        int flags = type == FrameType.NEGOTIATED ? FrameDescriptor.FLAG_REFUSED : 0;
        pair.fabric.a.inject(
            frame(type, flags, 0, 0, 0, new AbortMessage(reason, "no").encode()));
        pair.settle();
        assertEquals(route, pair.outcomeOfA.reason);
        assertEquals(refused, pair.outcomeOfA.refused);
        assertEquals(1, pair.outcomeOfA.told);
        assertEquals(1, pair.fabric.a.closes);
      }
    }
  }

  @Test
  void listenerThatClosesDuringTheNegotiationIsAFinalRefusal() {
    try (Pair pair = pair(FakeFabric.Limits.WIDE)) {
      pair.fabric.manual = true;
      pair.startB();
      pair.startA();
      pair.tableOfB.endAllOn(pair.fabric.b.port, EndReason.LISTENER_CLOSED, 0);
      pair.fabric.manual = false;
      pair.settle();
      assertTrue(pair.outcomeOfA.refused, pair.outcomeOfA.detail);
    }
  }

  @Test
  void violationsDuringTheNegotiationEndItWithTheNumbers() {
    NegotiationMessage good = message(1, 1);
    assertViolation(frame(FrameType.DATA, 0, 32, 8, 0, new byte[4]), "DATA is not allowed");
    assertViolation(frame(FrameType.NEGOTIATED, 0, 32, 8, 0, payload(good)), "not allowed");
    assertViolation(frame(FrameType.NEGOTIATE, 0, 33, 8, 0, payload(good)), "33 and 8");
    assertViolation(frame(FrameType.NEGOTIATE, 0, 0, 8, 0, payload(good)), "0 and 8");
    assertViolation(frame(FrameType.NEGOTIATE, 0, 32, 9, 0, payload(good)), "32 and 9");
    assertViolation(frame(FrameType.NEGOTIATE, 0, 32, 3, 0, payload(good)), "32 and 3");
    assertViolation(negotiate(withReceives(0, 8, 8_192)), "0 data receives, not 1 to 16384");
    assertViolation(negotiate(withReceives(32, 3, 8_192)), "3 control receives, not 4 to 1024");
    assertViolation(negotiate(withReceives(32, 8, 511)), "511 buffer size, not 512 to 65535");
    assertViolation(negotiate(withReceives(32, 8, -1)), "4294967295 buffer size");
    byte[] magic = negotiate(good);
    magic[16] ^= 1;
    assertViolation(magic, "magic 0x534e4152");
    byte[] key = negotiate(good);
    key[16 + 36] = 32;
    assertViolation(key, "negotiation of 40 bytes with a key share of 32");
  }

  private static NegotiationMessage withReceives(int data, int control, int size) {
    return new NegotiationMessage(1, 1, data, control, size, 1, 2, 0);
  }

  private static void assertViolation(byte[] frame, String text) {
    try (Pair pair = pair(FakeFabric.Limits.WIDE)) {
      pair.startB();
      pair.fabric.b.inject(frame);
      pair.settle();
      assertEquals(RouteReason.PROVIDER_FAILED, pair.outcomeOfB.reason);
      assertTrue(pair.outcomeOfB.detail.contains(text), pair.outcomeOfB.detail);
      assertEquals(1, pair.fabric.b.closes);
    }
  }

  @Test
  void peerThatLeavesDuringTheNegotiationEndsIt() {
    try (Pair pair = pair(FakeFabric.Limits.WIDE)) {
      pair.startA();
      pair.fabric.b.die();
      pair.settle();
      assertEquals(RouteReason.PROVIDER_FAILED, pair.outcomeOfA.reason);
      assertEquals(1, pair.outcomeOfA.told);
      assertEquals(1, pair.fabric.a.closes);
    }
  }

  @Test
  void providerThatRefusesTheFirstReceiveOrSendEndsIt() {
    try (Pair pair = pair(FakeFabric.Limits.WIDE)) {
      pair.fabric.a.refuseReceives = 1;
      pair.startA();
      assertEquals(RouteReason.PROVIDER_FAILED, pair.outcomeOfA.reason);
      pair.fabric.b.refuseSends = 1;
      pair.startB();
      pair.fabric.b.inject(negotiate(message(1, 1)));
      pair.settle();
      assertEquals(1, pair.fabric.b.closes);
      assertNull(pair.outcomeOfB.stream);
    }
  }

  @Test
  void messageSurvivesTheWire() throws ProtocolViolation {
    NegotiationMessage message = new NegotiationMessage(1, 3, 16_384, 1_024, 65_535, -1, 7, 5);
    assertEquals(
        message, NegotiationMessage.decode(MemorySegment.ofArray(payload(message))));
  }

  @Test
  void decodingSurvivesMutations() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 30_000; i++) {
      byte[] bytes = payload(message(1, 1));
      for (int k = random.nextInt(5); k > 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      MemorySegment cut = MemorySegment.ofArray(bytes).asSlice(0, random.nextInt(41));
      try {
        NegotiationMessage.decode(cut);
      } catch (ProtocolViolation e) {
        assertNotNull(e.getMessage());
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
  }

  @Test
  void abortTextsAreCutAtACharacterAndCleaned() throws ProtocolViolation {
    AbortMessage long1 = new AbortMessage(EndReason.PEER_DIED, "\u20ac".repeat(100));
    byte[] bytes = long1.encode();
    assertEquals(1 + 198, bytes.length);
    AbortMessage read = AbortMessage.decode(MemorySegment.ofArray(bytes));
    assertEquals("\u20ac".repeat(66), read.text());
    assertEquals(EndReason.PEER_DIED, read.reason());
    byte[] hostile = {(byte) 200, '\n', 27, 'x', (byte) 0xFF};
    AbortMessage cleaned = AbortMessage.decode(MemorySegment.ofArray(hostile));
    assertEquals(EndReason.RESET_BY_PEER, cleaned.reason());
    assertTrue(cleaned.text().startsWith("??x"), cleaned.text());
    assertThrows(
        ProtocolViolation.class, () -> AbortMessage.decode(MemorySegment.ofArray(new byte[0])));
  }

  @Test
  void refusedSendLeavesSlotUsable() {
    try (Pair pair = Pair.byHand(FakeFabric.Limits.WIDE)) {
      pair.fabric.a.refuseSends = 1;
      pair.fabric.a.refusal = WsaError.WSAENOBUFS;
      byte[] data = {1, 2, 3};
      assertEquals(3, assertWritten(pair, data));
      assertEquals(3, Pair.readAll(pair.b).length);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int assertWritten(Pair pair, byte[] data) throws java.io.IOException {
    int written = pair.a.tryWrite(data, 0, data.length);
    assertTrue(written == 0 || written == data.length);
    return written;
  }
}
