package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;

/**
 * Payload of NEGOTIATE and of NEGOTIATED that is no refusal (section 3).
 *
 * @param lowest lowest version spoken, or the version chosen
 * @param highest highest version spoken, or the version chosen
 * @param dataReceives data receives posted at most, now or later
 * @param controlReceives control receives posted at most, now or later
 * @param bufferSize size of each posted receive in bytes, header included
 * @param idHigh first 8 bytes of the session id
 * @param idLow last 8 bytes of the session id
 * @param capabilities what the sender can
 */
record NegotiationMessage(
    int lowest,
    int highest,
    int dataReceives,
    int controlReceives,
    int bufferSize,
    long idHigh,
    long idLow,
    int capabilities) {

  /** The version that this code speaks. */
  static final int VERSION = 1;

  /** Bytes without key share and hub address. */
  static final int LENGTH = 40;

  static final int MAX_DATA_RECEIVES = 16_384;
  static final int MIN_CONTROL_RECEIVES = 4;
  static final int MAX_CONTROL_RECEIVES = 1_024;
  static final int MIN_BUFFER_SIZE = 512;
  static final int MAX_BUFFER_SIZE = 65_535;

  private static final int MAGIC = 0x534E4153;
  private static final int LOWEST_OFFSET = 4;
  private static final int HIGHEST_OFFSET = 6;
  private static final int DATA_RECEIVES_OFFSET = 8;
  private static final int CONTROL_RECEIVES_OFFSET = 10;
  private static final int BUFFER_SIZE_OFFSET = 12;
  private static final int ID_HIGH_OFFSET = 16;
  private static final int ID_LOW_OFFSET = 24;
  private static final int CAPABILITIES_OFFSET = 32;
  private static final int KEY_LENGTH_OFFSET = 36;
  private static final int HUB_LENGTH_OFFSET = 37;
  private static final int RESERVED_OFFSET = 38;

  /** Writes it without key share and hub address; {@link #LENGTH} bytes. */
  void encode(MemorySegment to) {
    to.set(FrameDescriptor.INT, 0, MAGIC);
    to.set(FrameDescriptor.SHORT, LOWEST_OFFSET, (short) lowest);
    to.set(FrameDescriptor.SHORT, HIGHEST_OFFSET, (short) highest);
    to.set(FrameDescriptor.SHORT, DATA_RECEIVES_OFFSET, (short) dataReceives);
    to.set(FrameDescriptor.SHORT, CONTROL_RECEIVES_OFFSET, (short) controlReceives);
    to.set(FrameDescriptor.INT, BUFFER_SIZE_OFFSET, bufferSize);
    to.set(FrameDescriptor.LONG, ID_HIGH_OFFSET, idHigh);
    to.set(FrameDescriptor.LONG, ID_LOW_OFFSET, idLow);
    to.set(FrameDescriptor.INT, CAPABILITIES_OFFSET, capabilities);
    to.set(FrameDescriptor.BYTE, KEY_LENGTH_OFFSET, (byte) 0);
    to.set(FrameDescriptor.BYTE, HUB_LENGTH_OFFSET, (byte) 0);
    to.set(FrameDescriptor.SHORT, RESERVED_OFFSET, (short) 0);
  }

  /**
   * Reads it from a private copy of the payload.
   *
   * @param from the copy, exactly as long as the payload
   * @return the message
   * @throws ProtocolViolation with what is wrong
   */
  static NegotiationMessage decode(MemorySegment from) throws ProtocolViolation {
    long length = from.byteSize();
    if (length < LENGTH) {
      throw new ProtocolViolation("negotiation of " + length + " bytes, it has at least " + LENGTH);
    }
    int magic = from.get(FrameDescriptor.INT, 0);
    if (magic != MAGIC) {
      throw new ProtocolViolation("negotiation has magic 0x" + Integer.toHexString(magic));
    }
    NegotiationMessage message =
        new NegotiationMessage(
            unsignedShort(from, LOWEST_OFFSET),
            unsignedShort(from, HIGHEST_OFFSET),
            unsignedShort(from, DATA_RECEIVES_OFFSET),
            unsignedShort(from, CONTROL_RECEIVES_OFFSET),
            from.get(FrameDescriptor.INT, BUFFER_SIZE_OFFSET),
            from.get(FrameDescriptor.LONG, ID_HIGH_OFFSET),
            from.get(FrameDescriptor.LONG, ID_LOW_OFFSET),
            from.get(FrameDescriptor.INT, CAPABILITIES_OFFSET));
    if (message.speaksVersion()) {
      message.checkRanges();
      checkTail(from);
    }
    return message;
  }

  /** {@return whether {@link #VERSION} is one of the versions spoken} */
  boolean speaksVersion() {
    return lowest <= VERSION && VERSION <= highest;
  }

  private void checkRanges() throws ProtocolViolation {
    checkRange("data receives", dataReceives, 1, MAX_DATA_RECEIVES);
    checkRange("control receives", controlReceives, MIN_CONTROL_RECEIVES, MAX_CONTROL_RECEIVES);
    checkRange("buffer size", bufferSize, MIN_BUFFER_SIZE, MAX_BUFFER_SIZE);
  }

  private static void checkTail(MemorySegment from) throws ProtocolViolation {
    int key = Byte.toUnsignedInt(from.get(FrameDescriptor.BYTE, KEY_LENGTH_OFFSET));
    int hub = Byte.toUnsignedInt(from.get(FrameDescriptor.BYTE, HUB_LENGTH_OFFSET));
    int reserved = unsignedShort(from, RESERVED_OFFSET);
    boolean keyKnown = key == 0 || key == 32;
    boolean hubKnown = hub == 0 || hub == 6 || hub == 18;
    if (!keyKnown || !hubKnown || reserved != 0 || from.byteSize() != LENGTH + key + hub) {
      throw new ProtocolViolation(
          "negotiation of " + from.byteSize() + " bytes with a key share of " + key
              + ", a hub address of " + hub + " and " + reserved + " in the reserved field");
    }
  }

  private static void checkRange(String what, int value, int least, int most)
      throws ProtocolViolation {
    if (value < least || value > most) {
      throw new ProtocolViolation(
          "negotiation names " + Integer.toUnsignedString(value) + " " + what + ", not " + least
              + " to " + most);
    }
  }

  private static int unsignedShort(MemorySegment from, long offset) {
    return Short.toUnsignedInt(from.get(FrameDescriptor.SHORT, offset));
  }
}
