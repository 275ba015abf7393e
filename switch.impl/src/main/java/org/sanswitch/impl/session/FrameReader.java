package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Checks received frames in the order that section 1 gives, up to the acknowledgement; what the
 * types say comes after. Guard: used inside upcalls of one session only.
 */
final class FrameReader {

  /** What the session allows at the moment. */
  interface Rules {
    /** {@return whether a frame of that type may come now} */
    boolean allows(FrameType type);

    /** {@return name of the state for the text of a violation} */
    String stateName();
  }

  private final FrameHeader header = new FrameHeader();
  private final Credits credits;
  private final StreamOffsets offsets;

  /** Guard: written inside upcalls, release; read by any. */
  private final AtomicInteger expectedSequence = new AtomicInteger();

  FrameReader(Credits credits, StreamOffsets offsets) {
    this.credits = credits;
    this.offsets = offsets;
  }

  /** {@return the copy of the header that was read last} */
  FrameHeader header() {
    return header;
  }

  /** {@return number of frames received in all, modulo 2^32} */
  int received() {
    return expectedSequence.getAcquire();
  }

  /**
   * Reads and checks one frame.
   *
   * @param frame the receive buffer
   * @param length number of bytes that the provider received
   * @param rules what is allowed now
   * @return its type
   * @throws ProtocolViolation with the numbers of the private copy
   */
  FrameType read(MemorySegment frame, int length, Rules rules) throws ProtocolViolation {
    if (length < FrameDescriptor.HEADER_LENGTH || length > frame.byteSize()) {
      throw new ProtocolViolation(
          "message of " + length + " bytes in a buffer of " + frame.byteSize()
              + ", a frame has at least " + FrameDescriptor.HEADER_LENGTH);
    }
    header.copyFrom(frame);
    int payload = header.payloadLength();
    if (length != FrameDescriptor.HEADER_LENGTH + payload) {
      throw new ProtocolViolation(
          "message of " + length + " bytes says that its payload has " + payload);
    }
    FrameType type = FrameType.of(header.type());
    if (type == null) {
      throw new ProtocolViolation("unknown frame type " + header.type());
    }
    if (!rules.allows(type)) {
      throw new ProtocolViolation(type + " is not allowed in state " + rules.stateName());
    }
    int expected = expectedSequence.getPlain();
    if (header.sequence() != expected) {
      throw new ProtocolViolation(
          type + " has sequence " + Integer.toUnsignedString(header.sequence()) + ", expected "
              + Integer.toUnsignedString(expected));
    }
    expectedSequence.setRelease(expected + 1);
    checkShape(type, payload);
    if (type != FrameType.NEGOTIATE && type != FrameType.NEGOTIATED) {
      checkCounters(type);
    }
    return type;
  }

  private void checkShape(FrameType type, int payload) throws ProtocolViolation {
    if (payload < type.minPayload() || payload > type.maxPayload()) {
      throw new ProtocolViolation(
          type + " has a payload of " + payload + " bytes, not " + type.minPayload() + " to "
              + type.maxPayload());
    }
    if ((header.flags() & ~type.flags()) != 0) {
      throw new ProtocolViolation(
          type + " has flags 0x" + Integer.toHexString(header.flags()) + ", known are 0x"
              + Integer.toHexString(type.flags()));
    }
  }

  private void checkCounters(FrameType type) throws ProtocolViolation {
    if (!credits.isNegotiated()) {
      return;
    }
    credits.peerData().raiseTo(header.dataLimit());
    credits.peerControl().raiseTo(header.controlLimit());
    switch (type.creditClass()) {
      case DATA -> credits.ownData().countReceived();
      case CONTROL -> credits.ownControl().countReceived();
      case NONE -> {}
    }
    offsets.acknowledge(header.acknowledged());
  }
}
