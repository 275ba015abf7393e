package org.sanswitch.impl.session;

import java.util.concurrent.atomic.AtomicLong;

/** What one class of frames may still be sent: the credits that the peer gave (section 4). */
final class PeerCredits {

  private final String name;

  /** Guard: set once by the negotiation, before any frame of the class is sent. */
  private volatile int announced;

  /**
   * How many receives the peer has posted, as it told last. Guard: written inside upcalls; read by
   * any.
   */
  private volatile int window;

  /** Guard: written inside upcalls, release; read by any. */
  private final AtomicLong limit = new AtomicLong();

  /** Guard: written by the holder of the send gate, release; read by any. */
  private final AtomicLong sent = new AtomicLong();

  PeerCredits(String name) {
    this.name = name;
  }

  /**
   * Takes the numbers of receives that the peer announced.
   *
   * @param first how many it has posted
   * @param most how many it will have posted at most
   */
  void announce(int first, int most) {
    limit.setRelease(first);
    window = first;
    announced = most;
  }

  /**
   * Takes how many receives the peer has posted from now on.
   *
   * @throws ProtocolViolation if there are fewer than before, or more than it announced
   */
  void window(int receives) throws ProtocolViolation {
    int before = window;
    if (receives < before || receives > announced) {
      throw new ProtocolViolation(
          receives + " " + name + " receives after " + before + ", at most " + announced
              + " were announced");
    }
    window = receives;
  }

  /** {@return how many frames may be sent now} */
  int available() {
    return (int) (limit.getAcquire() - sent.getAcquire());
  }

  /**
   * {@return whether more than half of the receives are used, as far as is known here}
   *
   * <p>Then the peer tells of the next ones by itself, as soon as it has given back what it has: it
   * owes a CREDIT for every half ({@link OwnCredits#isHalfUnannounced}).
   */
  boolean isHalfUsed() {
    return 2 * available() < window;
  }

  /** Counts a frame that is about to be sent. Guard: send gate. */
  void spend() {
    sent.setRelease(sent.getPlain() + 1);
  }

  /** Takes a frame back that was not sent after all. Guard: send gate. */
  void restore() {
    sent.setRelease(sent.getPlain() - 1);
  }

  /**
   * Takes a limit from a header.
   *
   * @param low the limit modulo 2^16
   * @throws ProtocolViolation if it is more than the peer can have receives for
   */
  void raiseTo(int low) throws ProtocolViolation {
    long before = limit.getPlain();
    int step = (low - (int) before) & 0xFFFF;
    if (step == 0) {
      return;
    }
    long used = sent.getAcquire();
    if (step > announced || before + step - used > announced) {
      throw new ProtocolViolation(
          name + " limit " + low + " (modulo 2^16) after " + before + " with " + used
              + " frames sent, the peer announced " + announced + " receives");
    }
    limit.setRelease(before + step);
  }
}
