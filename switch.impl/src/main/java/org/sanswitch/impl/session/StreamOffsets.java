package org.sanswitch.impl.session;

import java.util.concurrent.atomic.AtomicLong;

/** Stream offsets of both directions of one session, 64 bits each (section 1). */
final class StreamOffsets {

  /** Guard: written by the holder of the send gate, release; read by any. */
  private final AtomicLong sent = new AtomicLong();

  /** Guard: written inside upcalls, release; read by any. */
  private final AtomicLong acknowledged = new AtomicLong();

  /** Guard: written inside upcalls, release; read by any. */
  private final AtomicLong received = new AtomicLong();

  /** Guard: written by the holder of the read gate, release; read by any. */
  private final AtomicLong consumed = new AtomicLong();

  /** Guard: written by the holder of the send gate, release; read by any. */
  private final AtomicLong announced = new AtomicLong();

  long sent() {
    return sent.getAcquire();
  }

  void sent(long offset) {
    sent.setRelease(offset);
  }

  long acknowledged() {
    return acknowledged.getAcquire();
  }

  long received() {
    return received.getAcquire();
  }

  void received(long offset) {
    received.setRelease(offset);
  }

  long consumed() {
    return consumed.getAcquire();
  }

  void consumed(long offset) {
    consumed.setRelease(offset);
  }

  /** {@return the consumed offset that the peer was told last} */
  long announced() {
    return announced.getAcquire();
  }

  void announced(long offset) {
    announced.setRelease(offset);
  }

  /**
   * Takes an acknowledgement of the peer.
   *
   * @param low its low 32 bits
   * @throws ProtocolViolation if it goes backwards or beyond what was sent
   */
  void acknowledge(int low) throws ProtocolViolation {
    long before = acknowledged.getPlain();
    long step = Integer.toUnsignedLong(low - (int) before);
    if (step == 0) {
      return;
    }
    long limit = sent() - before;
    if (step > limit) {
      throw new ProtocolViolation(
          "acknowledged offset " + Integer.toUnsignedString(low) + " (modulo 2^32) after " + before
              + ", sent " + (before + limit));
    }
    acknowledged.setRelease(before + step);
  }
}
