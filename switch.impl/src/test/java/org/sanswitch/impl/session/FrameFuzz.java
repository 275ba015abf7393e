package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.sanswitch.fuzz.FuzzTarget;
import org.sanswitch.fuzz.InputReader;

/**
 * Headers of frames, one after the other: each is refused with {@link ProtocolViolation}, or its
 * copy written again gives the same bytes, and no counter has left its range.
 *
 * <p>An input: for each message its length (2), then its bytes.
 */
class FrameFuzz extends FuzzTarget {

  private static final int BUFFER = 1_024;
  private static final int DATA = 8;
  private static final int CONTROL = 4;

  private static final FrameReader.Rules ALL =
      new FrameReader.Rules() {
        @Override
        public boolean allows(FrameType type) {
          return true;
        }

        @Override
        public String stateName() {
          return "ANY";
        }
      };

  public static void fuzzerTestOneInput(byte[] input) {
    InputReader messages = new InputReader(input);
    Credits credits = new Credits(DATA, CONTROL);
    credits.negotiated(DATA, DATA, CONTROL, CONTROL);
    StreamOffsets offsets = new StreamOffsets();
    offsets.sent(1_000);
    FrameReader reader = new FrameReader(credits, offsets);
    MemorySegment buffer = MemorySegment.ofArray(new byte[BUFFER]);
    while (messages.hasMore()) {
      int said = messages.unsignedShort();
      byte[] bytes = messages.bytes(Math.min(said, BUFFER));
      int length = said > BUFFER ? said : bytes.length;
      MemorySegment.copy(bytes, 0, buffer, FrameDescriptor.BYTE, 0, bytes.length);
      int before = reader.received();
      try {
        FrameType type = reader.read(buffer, length, ALL);
        assertEquals(before + 1, reader.received());
        assertSame(bytes, reader.header(), type);
      } catch (ProtocolViolation e) {
        assertTrue(reader.received() - before <= 1, e::getMessage);
      }
      assertTrue(credits.peerData().available() <= DATA);
      assertTrue(credits.peerControl().available() <= CONTROL);
      assertTrue(offsets.acknowledged() <= offsets.sent());
    }
  }

  private static void assertSame(byte[] bytes, FrameHeader header, FrameType type) {
    MemorySegment again = MemorySegment.ofArray(new byte[FrameDescriptor.HEADER_LENGTH]);
    again.set(
        FrameDescriptor.LONG,
        FrameDescriptor.FIRST_WORD,
        FrameDescriptor.firstWord(
            type.code(), header.flags(), header.dataLimit(), header.controlLimit(),
            header.payloadLength()));
    again.set(
        FrameDescriptor.LONG,
        FrameDescriptor.SECOND_WORD,
        FrameDescriptor.secondWord(header.sequence(), header.acknowledged()));
    assertEquals(
        Arrays.toString(Arrays.copyOf(bytes, FrameDescriptor.HEADER_LENGTH)),
        Arrays.toString(again.toArray(FrameDescriptor.BYTE)));
  }
}
