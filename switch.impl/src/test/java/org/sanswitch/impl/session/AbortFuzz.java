package org.sanswitch.impl.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.sanswitch.fuzz.FuzzTarget;

/**
 * Payloads of ABORT: what becomes text for people can neither end a line of a log nor reorder it, and
 * what is written again is read as the same, but for what does not fit.
 */
class AbortFuzz extends FuzzTarget {

  private static final Set<Integer> INVISIBLE =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR,
          (int) Character.SURROGATE,
          (int) Character.PRIVATE_USE,
          (int) Character.UNASSIGNED);

  public static void fuzzerTestOneInput(byte[] input) {
    AbortMessage message;
    try {
      message = AbortMessage.decode(MemorySegment.ofArray(input));
    } catch (ProtocolViolation e) {
      assertTrue(input.length < 1 || input.length > 1 + FrameDescriptor.MAX_ABORT_TEXT);
      return;
    }
    message
      .text()
      .codePoints()
      .forEach(c -> assertTrue(!INVISIBLE.contains(Character.getType(c)), () -> "code point " + c));
    byte[] again = message.encode();
    assertTrue(again.length <= 1 + FrameDescriptor.MAX_ABORT_TEXT);
    try {
      AbortMessage same = AbortMessage.decode(MemorySegment.ofArray(again));
      assertEquals(message.reason(), same.reason());
      assertTrue(message.text().startsWith(same.text()), same::text);
    } catch (ProtocolViolation e) {
      throw new AssertionError("what was written cannot be read", e);
    }
  }
}
