package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;

/** Layout of the frames of large transfers, behind their header (section 7). */
final class LargeDescriptor {

  /** Greatest transfer; with it no acknowledgement modulo 2^32 has two meanings. */
  static final int MAX_TOTAL = 1 << 30;

  /** Greatest descriptor of remote memory. */
  static final int MAX_REMOTE = 64;

  /** In all frames. */
  static final int ID = 0;

  // READ_OFFER and WRITE_REQUEST.
  static final int TOTAL = 4;
  static final int FIRST = 12;

  /** Bytes of a WRITE_REQUEST before the data. */
  static final int REQUEST_LENGTH = 16;

  // READ_OFFER only.
  static final int OFFER_REGION = 16;
  static final int OFFER_REMOTE_LENGTH = 24;
  static final int OFFER_REMOTE = 25;

  /** Bytes of a READ_OFFER before the descriptor of the memory; the data is behind that. */
  static final int OFFER_LENGTH = 25;

  static final int READ_DONE_LENGTH = 4;

  // WRITE_GRANT.
  static final int GRANT_REGION = 4;
  static final int GRANT_SIZE = 12;
  static final int GRANT_REMOTE_LENGTH = 20;
  static final int GRANT_REMOTE = 21;

  /** Bytes of a WRITE_GRANT before the descriptor of the memory. */
  static final int GRANT_LENGTH = 21;

  // WRITE_DONE.
  static final int WRITTEN = 4;
  static final int WRITE_DONE_LENGTH = 12;

  private LargeDescriptor() {}

  /**
   * Reads the length of a descriptor of remote memory from a private copy.
   *
   * @param payload the copy
   * @param at where the length stands
   * @param most bytes that are behind it
   * @throws ProtocolViolation if there cannot be so many
   */
  static int remoteLength(MemorySegment payload, int at, int most) throws ProtocolViolation {
    int length = Byte.toUnsignedInt(payload.get(FrameDescriptor.BYTE, at));
    if (length < 1 || length > Math.min(MAX_REMOTE, most)) {
      throw new ProtocolViolation(
          "descriptor of " + length + " bytes, not 1 to " + Math.min(MAX_REMOTE, most));
    }
    return length;
  }

  /** Copies a descriptor, into the old array if it is as long; {@return the copy}. */
  static byte[] copyRemote(MemorySegment payload, int at, int length, byte[] old) {
    byte[] copy = old.length == length ? old : new byte[length];
    MemorySegment.copy(payload, FrameDescriptor.BYTE, at, copy, 0, length);
    return copy;
  }
}
