package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sanswitch.rules.Rules;

/** Frames are checked in the order of the specification, and the text has the numbers. */
class FrameReaderTest {

  private static final int BUFFER = 1_024;

  private final Credits credits = new Credits(4, 4);
  private final StreamOffsets offsets = new StreamOffsets();
  private final FrameReader reader = new FrameReader(credits, offsets);
  private final MemorySegment frame = MemorySegment.ofArray(new byte[BUFFER]);
  private final FrameReader.Rules all = rules(true);

  private static FrameReader.Rules rules(boolean allow) {
    return new FrameReader.Rules() {
      @Override
      public boolean allows(FrameType type) {
        return allow;
      }

      @Override
      public String stateName() {
        return "HERE";
      }
    };
  }

  @BeforeEach
  void negotiate() {
    credits.negotiated(8, 8, 4, 4);
    header(FrameType.DATA.code(), 0, 8, 4, 10, 0, 0);
  }

  private void header(
      int type, int flags, int data, int control, int length, int sequence, int acknowledged) {
    frame.set(
        FrameDescriptor.LONG,
        FrameDescriptor.FIRST_WORD,
        FrameDescriptor.firstWord(type, flags, data, control, length));
    frame.set(
        FrameDescriptor.LONG,
        FrameDescriptor.SECOND_WORD,
        FrameDescriptor.secondWord(sequence, acknowledged));
  }

  private String refused(int length) {
    return refused(length, all);
  }

  private String refused(int length, FrameReader.Rules rules) {
    return assertThrows(ProtocolViolation.class, () -> reader.read(frame, length, rules))
      .getMessage();
  }

  /** Section 1: all numbers are little-endian at their offsets. */
  @Test
  void layoutIsThatOfTheSpecification() throws ProtocolViolation {
    byte[] bytes = {3, 0, 8, 0, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 99};
    MemorySegment.copy(bytes, 0, frame, FrameDescriptor.BYTE, 0, bytes.length);
    assertEquals(FrameType.DATA, reader.read(frame, bytes.length, all));
    assertEquals(8, reader.header().dataLimit());
    assertEquals(4, reader.header().controlLimit());
    assertEquals(1, reader.header().payloadLength());
  }

  @Test
  void refusesMessagesShorterThanAHeader() {
    assertEquals("message of 15 bytes in a buffer of 1024, a frame has at least 16", refused(15));
    assertEquals("message of 0 bytes in a buffer of 1024, a frame has at least 16", refused(0));
  }

  @Test
  void refusesLengthsThatTheProviderCannotHaveReceived() {
    assertTrue(refused(BUFFER + 1).startsWith("message of 1025 bytes"));
  }

  @Test
  void refusesPayloadLengthsThatDifferFromTheMessage() {
    assertEquals("message of 27 bytes says that its payload has 10", refused(27));
    assertEquals("message of 25 bytes says that its payload has 10", refused(25));
  }

  @Test
  void refusesUnknownAndReservedTypes() {
    for (int type : new int[]{0, 10, 15, 21, 32, 33, 34, 35, 255}) {
      header(type, 0, 8, 4, 10, 0, 0);
      assertEquals("unknown frame type " + type, refused(26));
    }
  }

  @Test
  void refusesTypesThatTheStateDoesNotAllow() {
    assertEquals("DATA is not allowed in state HERE", refused(26, rules(false)));
  }

  @Test
  void refusesFramesOutOfSequence() throws ProtocolViolation {
    reader.read(frame, 26, all);
    assertEquals("DATA has sequence 0, expected 1", refused(26));
    header(FrameType.DATA.code(), 0, 8, 4, 10, -1, 0);
    assertEquals("DATA has sequence 4294967295, expected 1", refused(26));
  }

  @Test
  void refusesPayloadsOfTheWrongSizeForTheirType() {
    for (FrameType type : FrameType.values()) {
      int wrong = type.minPayload() - 1;
      if (wrong >= 0) {
        header(type.code(), 0, 8, 4, wrong, reader.received(), 0);
        assertTrue(refused(16 + wrong).contains("payload of " + wrong + " bytes"));
      }
      if (type.maxPayload() < BUFFER - 16) {
        int large = type.maxPayload() + 1;
        header(type.code(), 0, 8, 4, large, reader.received(), 0);
        assertTrue(refused(16 + large).contains("payload of " + large + " bytes"));
      }
    }
  }

  @Test
  void refusesUnknownFlags() {
    header(FrameType.DATA.code(), 0x80, 8, 4, 10, 0, 0);
    assertEquals("DATA has flags 0x80, known are 0x0", refused(26));
  }

  /** Section 4: the limit may rise by what was sent, never by more. */
  @Test
  void refusesLimitsForMoreReceivesThanThePeerHas() throws ProtocolViolation {
    header(FrameType.DATA.code(), 0, 9, 4, 10, 0, 0);
    assertEquals(
        "data limit 9 (modulo 2^16) after 8 with 0 frames sent, the peer announced 8 receives",
        refused(26));
    header(FrameType.DATA.code(), 0, 7, 4, 10, 1, 0);
    assertTrue(refused(26).startsWith("data limit 7 (modulo 2^16) after 8"));
    header(FrameType.DATA.code(), 0, 8, 5, 10, 2, 0);
    assertTrue(refused(26).startsWith("control limit 5 (modulo 2^16) after 4"));
    credits.peerData().spend();
    header(FrameType.DATA.code(), 0, 9, 4, 10, 3, 0);
    assertEquals(FrameType.DATA, reader.read(frame, 26, all));
    assertEquals(8, credits.peerData().available());
  }

  /** Section 4: a frame without a credit is a violation. */
  @Test
  @Rules("SES-2")
  void refusesFramesWithoutACredit() throws ProtocolViolation {
    for (int i = 0; i < 4; i++) {
      header(FrameType.DATA.code(), 0, 8, 4, 10, i, 0);
      reader.read(frame, 26, all);
    }
    header(FrameType.DATA.code(), 0, 8, 4, 10, 4, 0);
    assertEquals("data frame 5 has no credit, the limit is 4", refused(26));
    for (int i = 5; i < 9; i++) {
      header(FrameType.CREDIT.code(), 0, 8, 4, 0, i, 0);
      reader.read(frame, 16, all);
    }
    header(FrameType.CREDIT.code(), 0, 8, 4, 0, 9, 0);
    assertEquals("control frame 5 has no credit, the limit is 4", refused(16));
  }

  @Test
  void refusesAcknowledgementsBeyondWhatWasSentAndBackwards() throws ProtocolViolation {
    offsets.sent(5);
    header(FrameType.DATA.code(), 0, 8, 4, 10, 0, 6);
    assertEquals("acknowledged offset 6 (modulo 2^32) after 0, sent 5", refused(26));
    header(FrameType.DATA.code(), 0, 8, 4, 10, 1, 5);
    reader.read(frame, 26, all);
    header(FrameType.DATA.code(), 0, 8, 4, 10, 2, 4);
    assertEquals("acknowledged offset 4 (modulo 2^32) after 5, sent 5", refused(26));
  }

  @Test
  void followsCountersOverTheirWrap() throws ProtocolViolation {
    long frames = 100_000;
    for (int i = 0; i < frames; i++) {
      offsets.sent(offsets.sent() + 60_000);
      credits.peerData().spend();
      credits.ownData().raise();
      credits.ownData().announced(credits.ownData().limit());
      header(
          FrameType.DATA.code(), 0, 8 + i + 1 & 0xFFFF, 4, 10, i, (int) offsets.sent());
      reader.read(frame, 26, all);
      assertEquals(8, credits.peerData().available());
    }
    assertEquals(frames * 60_000, offsets.acknowledged());
  }

  /** Whatever comes, it is taken or refused, and nothing else is thrown. */
  @Test
  void survivesMutatedFrames() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 50_000; i++) {
      FrameType type = FrameType.values()[random.nextInt(FrameType.values().length)];
      int length = Math.min(type.maxPayload(), random.nextInt(100));
      header(type.code(), 0, 8, 4, length, reader.received(), 0);
      for (int k = random.nextInt(4); k > 0; k--) {
        frame.set(FrameDescriptor.BYTE, random.nextInt(32), (byte) random.nextInt());
      }
      try {
        reader.read(frame, 16 + length - random.nextInt(2), all);
      } catch (ProtocolViolation e) {
        assertNotNull(e.getMessage());
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
  }
}
