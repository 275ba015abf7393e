package org.sanswitch.impl.session;

import java.util.concurrent.atomic.AtomicLong;

/** What one class of frames the peer may still send: the credits that it was given (section 4). */
final class OwnCredits {

  private final String name;

  /** Guard: volatile; written under the read gate. */
  private volatile int posted;

  /** Guard: raised by any thread that posted a buffer again. */
  private final AtomicLong limit;

  /** Guard: written by the holder of the send gate, release; read by any. */
  private final AtomicLong announced;

  /** Guard: upcalls. */
  private long received;

  OwnCredits(String name, int posted) {
    this.name = name;
    this.posted = posted;
    limit = new AtomicLong(posted);
    announced = new AtomicLong(posted);
  }

  /** {@return number of receives posted for the class} */
  int posted() {
    return posted;
  }

  /** Counts a frame that came. Guard: upcalls. */
  void countReceived() throws ProtocolViolation {
    long most = announced.getAcquire();
    if (received >= most) {
      throw new ProtocolViolation(
          name + " frame " + (received + 1) + " has no credit, the limit is " + most);
    }
    received++;
  }

  /** {@return whether the peer has no credit left, as far as is known here} Guard: upcalls. */
  boolean isUsedUp() {
    return received == announced.getAcquire();
  }

  /**
   * More buffers are posted. Guard: read gate.
   *
   * @param more how many, 0 or more
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written under the read gate only
  void grow(int more) {
    posted += more;
    limit.addAndGet(more);
  }

  /** A buffer was posted again; may be called by several threads at once. */
  void raise() {
    limit.incrementAndGet();
  }

  /** A buffer was posted again. Only where one thread at a time raises this class. */
  void raiseAlone() {
    limit.setRelease(limit.getPlain() + 1);
  }

  /** {@return by how much the limit is ahead of what the peer was told} */
  int unannounced() {
    return (int) (limit.getAcquire() - announced.getAcquire());
  }

  /** {@return whether the peer should be told by a frame of its own} */
  boolean isHalfUnannounced() {
    return 2 * unannounced() >= posted;
  }

  long announced() {
    return announced.getPlain();
  }

  /** Sets what the peer has been told. Guard: send gate. */
  void announced(long value) {
    announced.setRelease(value);
  }

  long limit() {
    return limit.getAcquire();
  }
}
