package org.sanswitch.impl.session;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Layout of frames on the wire (docs/session-protocol.md, sections 1 to 3). */
final class FrameDescriptor {

  /** Bytes of a header. */
  static final int HEADER_LENGTH = 16;

  /** First byte of the payload. */
  static final int PAYLOAD_OFFSET = HEADER_LENGTH;

  /** Greatest payload that the length field can name in a buffer of 65,535 bytes. */
  static final int MAX_PAYLOAD = 65_519;

  /** Greatest negotiation message with its header (ACC-3). */
  static final int MAX_NEGOTIATION = 256;

  /** Greatest text of ABORT in bytes. */
  static final int MAX_ABORT_TEXT = 200;

  /** Payload of a CREDIT that tells how many data receives there are. */
  static final int WINDOW_LENGTH = Short.BYTES;

  /** Greatest frame of any type but DATA, with its header. */
  static final int MAX_CONTROL = MAX_NEGOTIATION;

  /** The first half of the header: type, flags, both limits, payload length. */
  static final int FIRST_WORD = 0;

  /** The second half of the header: sequence, acknowledged. */
  static final int SECOND_WORD = 8;

  /** Flag of SHUTDOWN: the sender reads no more either. */
  static final int FLAG_CLOSED = 1;

  /** Flag of NEGOTIATED: refused. */
  static final int FLAG_REFUSED = 1;

  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private FrameDescriptor() {}

  static long firstWord(
      int type, int flags, int dataLimit, int controlLimit, int payloadLength) {
    return type
        | ((long) flags << 8)
        | ((dataLimit & 0xFFFFL) << 16)
        | ((controlLimit & 0xFFFFL) << 32)
        | ((long) payloadLength << 48);
  }

  static long secondWord(int sequence, int acknowledged) {
    return (sequence & 0xFFFF_FFFFL) | ((long) acknowledged << 32);
  }

  static int type(long firstWord) {
    return (int) firstWord & 0xFF;
  }

  static int flags(long firstWord) {
    return (int) (firstWord >>> 8) & 0xFF;
  }

  static int dataLimit(long firstWord) {
    return (int) (firstWord >>> 16) & 0xFFFF;
  }

  static int controlLimit(long firstWord) {
    return (int) (firstWord >>> 32) & 0xFFFF;
  }

  static int payloadLength(long firstWord) {
    return (int) (firstWord >>> 48);
  }

  static int sequence(long secondWord) {
    return (int) secondWord;
  }

  static int acknowledged(long secondWord) {
    return (int) (secondWord >>> 32);
  }
}
