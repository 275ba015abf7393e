package org.sanswitch.impl.session;

import java.util.concurrent.TimeUnit;
import org.sanswitch.api.EndReason;

/** Probes an idle peer, and ends the session if it does not answer (section 6). */
final class KeepAlive extends Housekeeper.Task {

  /** Looks for frames in one idle time, so that no clock is read per frame. */
  private static final int LOOKS = 4;

  /**
   * What the application asked for.
   *
   * @param on whether probes are sent
   * @param idleNanos time before the first probe
   * @param intervalNanos time between probes
   * @param count number of unanswered probes that end the session
   */
  private record Settings(boolean on, long idleNanos, long intervalNanos, int count) {}

  private final Session session;
  private final Housekeeper housekeeper;

  /** Guard: volatile. */
  private volatile Settings settings = new Settings(false, 1, 1, 1);

  /** Guard: housekeeper thread. */
  private int lastReceived;

  /** When a frame was noticed last. Guard: housekeeper thread. */
  private long since;

  /** Guard: housekeeper thread. */
  private int unanswered;

  /** Guard: housekeeper thread; false until the first look. */
  private boolean looking;

  KeepAlive(Session session, Housekeeper housekeeper) {
    this.session = session;
    this.housekeeper = housekeeper;
  }

  void set(boolean on, int idleSeconds, int intervalSeconds, int count) {
    settings =
        new Settings(
            on,
            TimeUnit.SECONDS.toNanos(Math.max(1, idleSeconds)),
            TimeUnit.SECONDS.toNanos(Math.max(1, intervalSeconds)),
            Math.max(1, count));
    if (on) {
      housekeeper.schedule(this, 0);
    } else {
      housekeeper.cancel(this);
    }
  }

  @Override
  void run(long nowNanos) {
    Settings now = settings;
    Lifecycle life = session.life();
    if (!now.on() || life.isTorn() || life.isSendBroken() || life.isPeerClosed()) {
      looking = false;
      return;
    }
    int received = session.received();
    if (!looking || received != lastReceived) {
      looking = true;
      lastReceived = received;
      since = nowNanos;
      unanswered = 0;
    }
    long next = now.idleNanos() + unanswered * now.intervalNanos() - (nowNanos - since);
    if (next <= 0) {
      if (unanswered >= now.count()) {
        session.ending()
          .fail(
              EndReason.KEEP_ALIVE_TIMEOUT,
              unanswered + " probes unanswered in "
                  + TimeUnit.NANOSECONDS.toSeconds(nowNanos - since) + " s");
        return;
      }
      unanswered++;
      session.sender().ask(SendPath.PING);
      next = now.intervalNanos();
    }
    housekeeper.schedule(this, Math.min(next, now.idleNanos() / LOOKS));
  }
}
