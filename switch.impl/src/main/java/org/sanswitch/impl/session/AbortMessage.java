package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.sanswitch.api.EndReason;

/**
 * Payload of ABORT, and of NEGOTIATED that refuses.
 *
 * @param reason why
 * @param text what was seen, for people
 */
record AbortMessage(EndReason reason, String text) {

  /** {@return the bytes of the message, at most 201} */
  byte[] encode() {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(utf8.length, FrameDescriptor.MAX_ABORT_TEXT);
    while (length < utf8.length && length > 0 && (utf8[length] & 0xC0) == 0x80) {
      length--;
    }
    byte[] message = new byte[1 + length];
    message[0] = (byte) reason.code();
    System.arraycopy(utf8, 0, message, 1, length);
    return message;
  }

  /**
   * Reads it; what is no printable text becomes a question mark.
   *
   * @param from a private copy of the payload, 1 to 201 bytes
   */
  static AbortMessage decode(MemorySegment from) throws ProtocolViolation {
    long length = from.byteSize();
    if (length < 1 || length > 1 + FrameDescriptor.MAX_ABORT_TEXT) {
      throw new ProtocolViolation(
          "abort message of " + length + " bytes, not 1 to "
              + (1 + FrameDescriptor.MAX_ABORT_TEXT));
    }
    byte[] bytes = from.toArray(FrameDescriptor.BYTE);
    String raw = new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder(raw.length());
    raw.codePoints().map(c -> isVisible(c) ? c : '?').forEach(text::appendCodePoint);
    return new AbortMessage(
        EndReason.ofCode(Byte.toUnsignedInt(bytes[0])), text.toString());
  }

  /** What else there is could end a line of a log, or change the order of what it shows. */
  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
        false;
      default -> true;
    };
  }
}
