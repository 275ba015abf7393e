package org.sanswitch.impl.session;

/**
 * Sees to it that what was consumed is acknowledged, also where no frame goes out by itself: looks
 * at regular times while there is traffic, so that a read costs no timer.
 */
final class DelayedAck extends Housekeeper.Task {

  /** Looks without traffic after which it rests. */
  private static final int IDLE_LOOKS = 20;

  private final Session session;
  private final StreamOffsets offsets;
  private final Housekeeper housekeeper;
  private final long delay;

  /**
   * Guard: volatile. It is looked at once more after it has become false, so that a reader that
   * still saw true is not missed.
   */
  private volatile boolean armed;

  /** Guard: housekeeper thread. */
  private long lastConsumed;

  /** Guard: housekeeper thread. */
  private long lastAnnounced;

  /** Guard: housekeeper thread. */
  private int idle;

  DelayedAck(Session session, Housekeeper housekeeper, long delayNanos) {
    this.session = session;
    offsets = session.offsets();
    this.housekeeper = housekeeper;
    delay = delayNanos;
  }

  /** Something was consumed. */
  void consumed() {
    if (!armed) {
      armed = true;
      housekeeper.schedule(this, delay);
    }
  }

  @Override
  void run(long nowNanos) {
    if (session.life().isTorn()) {
      return;
    }
    long consumed = offsets.consumed();
    long announced = offsets.announced();
    if (consumed != announced && announced == lastAnnounced) {
      session.sender().ask(SendPath.ACKNOWLEDGE);
    }
    boolean active = consumed != lastConsumed || consumed != offsets.announced();
    lastConsumed = consumed;
    lastAnnounced = announced;
    if (active) {
      idle = 0;
      armed = true;
    } else if (!armed) {
      return;
    } else if (++idle > IDLE_LOOKS) {
      armed = false;
    }
    housekeeper.schedule(this, delay);
  }
}
