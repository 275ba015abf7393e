package org.sanswitch.impl.session;

import org.sanswitch.spi.WsaException;

/** Has more receives posted when the peer has used its last credit of a class (ADR 159). */
final class ReceiveGrowth {

  private final Session session;
  private final ReceivePool pool;

  /** More are wanted. Guard: volatile; set inside upcalls, cleared under the read gate. */
  private volatile boolean due;

  /** The peer does not know of them yet. Guard: volatile; set under the read gate. */
  private volatile boolean untold;

  /** There is no memory for more. Guard: volatile; written under the read gate. */
  private volatile boolean over;

  ReceiveGrowth(Session session, ReceivePool pool) {
    this.session = session;
    this.pool = pool;
  }

  /** A frame of that class has come. Guard: upcalls. */
  void arrived(FrameType.CreditClass of) {
    Credits credits = session.credits();
    boolean wanted =
        switch (of) {
          case DATA -> isWanted(credits.ownData(), pool.dataReceives());
          case CONTROL -> isWanted(credits.ownControl(), pool.controlReceives());
          case NONE -> false;
        };
    if (wanted && !over) {
      due = true;
      session.reader().progress();
    }
  }

  private static boolean isWanted(OwnCredits credits, int most) {
    return credits.isUsedUp() && credits.posted() < most;
  }

  /** Posts what is wanted: twice as many for data, all for control frames. Guard: read gate. */
  void grow() {
    if (!due) {
      return;
    }
    due = false;
    OwnCredits data = session.credits().ownData();
    OwnCredits control = session.credits().ownControl();
    int moreData = Math.min(data.posted(), pool.dataReceives() - data.posted());
    int moreControl = pool.controlReceives() - control.posted();
    int more = moreData + moreControl;
    if (over || more == 0 || session.life().isTorn()) {
      return;
    }
    int posted = post(more);
    over = posted < more;
    int forControl = Math.min(posted, moreControl);
    control.grow(forControl);
    data.grow(posted - forControl);
    untold = true;
  }

  private int post(int count) {
    int before = pool.posted();
    try {
      pool.post(count);
    } catch (WsaException e) {
      Log.LOGGER.log(
          System.Logger.Level.DEBUG,
          () -> "session " + session.id() + " cannot have " + count + " more receives: "
              + e.getMessage());
    }
    return pool.posted() - before;
  }

  /** Tells the peer of new receives, if there are any; any thread that has left the read gate. */
  void tell() {
    if (untold) {
      untold = false;
      session.sender().ask(SendPath.WINDOW);
    }
  }
}
