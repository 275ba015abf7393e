package org.sanswitch.impl.session;

import java.util.concurrent.TimeUnit;

/** Has staging given back that is not used, so that an idle connection holds none. */
final class StagingKeeper extends Housekeeper.Task {

  /** Staging that was not used between two looks is given back. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Session session;
  private final Housekeeper housekeeper;

  /** Guard: volatile. It becomes false before a look whether there is staging, never after. */
  private volatile boolean armed;

  StagingKeeper(Session session, Housekeeper housekeeper) {
    this.session = session;
    this.housekeeper = housekeeper;
  }

  /** There is staging. */
  void arm() {
    if (!armed) {
      armed = true;
      housekeeper.schedule(this, LOOK_NANOS);
    }
  }

  @Override
  void run(long nowNanos) {
    if (session.life().isTorn()) {
      return;
    }
    session.sender().ask(SendPath.TRIM);
    session.reader().trim();
    armed = false;
    if (session.isStaging()) {
      arm();
    }
  }
}
