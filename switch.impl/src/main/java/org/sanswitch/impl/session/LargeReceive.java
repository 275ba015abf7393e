package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;

/**
 * A large transfer that the peer has announced, with the receive buffer that holds its place in the
 * stream. Guard: written inside the upcall that announces it, then by the holder of the read gate.
 */
final class LargeReceive {

  private final ReceiveBuffer buffer;
  private int id;
  private long regionOffset;
  private byte[] remote = {};
  private int rest;
  private int asked;
  private int taken;

  /** Stream offset of its first byte behind the first part. Guard: volatile. */
  private volatile long start;

  /** Bytes that are at hand, from the first on. Guard: volatile, written under the read gate. */
  private volatile int there;

  LargeReceive(ReceiveBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Takes an announcement from a private copy.
   *
   * @param payload the copy
   * @param size bytes of the payload
   * @param way how it goes
   * @param expected its id
   * @param received stream offset before it
   * @return bytes of the payload before the first part of the data
   * @throws ProtocolViolation with the numbers
   */
  int announce(MemorySegment payload, int size, TransferWay way, int expected, long received)
      throws ProtocolViolation {
    id = payload.get(FrameDescriptor.INT, LargeDescriptor.ID);
    long total = payload.get(FrameDescriptor.LONG, LargeDescriptor.TOTAL);
    int first = payload.get(FrameDescriptor.INT, LargeDescriptor.FIRST);
    int prefix = LargeDescriptor.REQUEST_LENGTH;
    regionOffset = 0;
    if (way == TransferWay.READ) {
      regionOffset = payload.get(FrameDescriptor.LONG, LargeDescriptor.OFFER_REGION);
      int length =
          LargeDescriptor.remoteLength(
              payload,
              LargeDescriptor.OFFER_REMOTE_LENGTH,
              size - LargeDescriptor.OFFER_LENGTH);
      prefix = LargeDescriptor.OFFER_LENGTH + length;
      remote =
          LargeDescriptor.copyRemote(payload, LargeDescriptor.OFFER_REMOTE, length, remote);
    }
    if (id != expected
        || first != size - prefix
        || total <= first
        || total > LargeDescriptor.MAX_TOTAL
        || regionOffset < 0
        || regionOffset > Long.MAX_VALUE - total) {
      throw new ProtocolViolation(
          "transfer " + Integer.toUnsignedString(id) + " of " + total + " bytes, " + first
              + " of them here, others at " + regionOffset + "; expected transfer "
              + Integer.toUnsignedString(expected) + " with " + (size - prefix)
              + " bytes here, and in all more, up to " + LargeDescriptor.MAX_TOTAL);
    }
    rest = (int) total - first;
    asked = 0;
    taken = 0;
    there = 0;
    start = received + first;
    return prefix;
  }

  ReceiveBuffer buffer() {
    return buffer;
  }

  int id() {
    return id;
  }

  byte[] remote() {
    return remote;
  }

  /** {@return stream offset of the first byte behind the first part} */
  long start() {
    return start;
  }

  /** {@return number of bytes behind the first part} */
  int rest() {
    return rest;
  }

  /** {@return where the next byte to be asked for lies in the memory of the peer} */
  long nextRemote() {
    return regionOffset + asked;
  }

  /** {@return stream offset of the next byte to be asked for} */
  long nextOffset() {
    return start + asked;
  }

  /** {@return bytes that are not asked for yet} */
  int unasked() {
    return rest - asked;
  }

  void asked(int bytes) {
    asked += bytes;
  }

  /** Bytes are at hand; {@return whether all are}. */
  boolean came(int bytes) {
    there += bytes;
    return there == rest;
  }

  /** {@return stream offset behind the bytes that are at hand} */
  long end() {
    return start + there;
  }

  /** Bytes were given to the application. */
  void taken(int bytes) {
    taken += bytes;
  }

  boolean isTaken() {
    return taken == rest;
  }
}
