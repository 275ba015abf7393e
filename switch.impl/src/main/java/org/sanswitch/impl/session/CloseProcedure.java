package org.sanswitch.impl.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sanswitch.api.EndReason;

/**
 * The end of a session: a graceful close in the background (CLO-7), and the steps to WSPCloseSocket
 * in all cases.
 *
 * <p>WSPCloseSocket may free the memory of the provider. So first nobody may send any more (the send
 * gate was left after the session was torn), then nobody may read (the read gate is shut). Each
 * step is done by whoever can: the caller, or the holder of the gate when it leaves. Inside an
 * upcall WSPCloseSocket is left to the housekeeper.
 */
final class CloseProcedure extends Housekeeper.Task {

  /** Time between two looks whether the provider has done with the sends. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Time between two such looks of a thread that lingers. */
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Session session;
  private final Lifecycle life;
  private final Housekeeper housekeeper;
  private final long bound;
  private final long transferBound;

  /** Guard: atomic; close acts once. */
  private final AtomicBoolean begun = new AtomicBoolean();

  /** Guard: atomic; the step after the send gate is done once. */
  private final AtomicBoolean sendQuiet = new AtomicBoolean();

  /** Guard: atomic; how it is closed is decided once. */
  private final AtomicBoolean decided = new AtomicBoolean();

  /** Bytes unread at a close that resets as soon as the transfers are over. Guard: volatile. */
  private volatile long unreadAtClose;

  /** Nobody sends or reads any more. Guard: volatile, set once. */
  private volatile boolean quiet;

  /** When the graceful close has to be over. Guard: written before the task is scheduled. */
  private volatile long deadline;

  CloseProcedure(
      Session session, Housekeeper housekeeper, long boundNanos, long transferNanos) {
    this.session = session;
    life = session.life();
    this.housekeeper = housekeeper;
    bound = boundNanos;
    transferBound = transferNanos;
  }

  /** The application closes: in good order, or with a reset where it has left data unread. */
  void close() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    session.wire().poll();
    life.close();
    LargeReceives large = session.reader().large();
    if (large != null && large.direct().state() == DirectRead.State.UNDER_WAY) {
      // The reader sees to the rest when nothing touches its buffer any more (BLK-6).
      session.waiters().wakeAll();
    } else {
      decide();
    }
  }

  /** Closes in good order or with a reset, once the application has closed; any number of times. */
  void decide() {
    if (!life.isClosed() || !decided.compareAndSet(false, true)) {
      return;
    }
    long unread = session.reader().unread();
    if (life.end() != null) {
      tear();
    } else if (unread > 0 && isSendingLarge()) {
      // What was written before is with the peer already where it went by message.
      unreadAtClose = unread;
      life.become(SessionState.CLOSING);
      begin(transferBound);
      session.waiters().wakeAll();
    } else if (unread > 0 || !life.isEstablished()) {
      resetUnread(unread);
    } else {
      life.become(SessionState.CLOSING);
      session.sender().ask(SendPath.CLOSED);
      begin();
      session.waiters().wakeAll();
    }
  }

  private void resetUnread(long unread) {
    session.ending().fail(EndReason.RESET_LOCALLY, "closed with " + unread + " bytes unread");
  }

  private boolean isSendingLarge() {
    LargeSends large = session.sender().large();
    return large != null && !large.isDrained();
  }

  /** Waits for a graceful close to end, then resets; {@return whether it ended gracefully}. */
  boolean awaitClosed(long nanos) {
    long start = System.nanoTime();
    Ending ending = session.ending();
    while (!ending.awaitGone(Math.min(LINGER_NANOS, nanos - (System.nanoTime() - start)))) {
      session.wire().poll();
      if (System.nanoTime() - start >= nanos) {
        ending.fail(EndReason.RESET_LOCALLY, "the time to linger is over");
        break;
      }
      progress();
    }
    return life.endReason() == EndReason.CLOSED;
  }

  /** Begins a graceful close: the last word is asked for already. */
  void begin() {
    begin(bound);
  }

  private void begin(long nanos) {
    deadline = housekeeper.now() + nanos;
    session.wire().poll();
    progress();
    if (!life.isTorn()) {
      housekeeper.schedule(this, LOOK_NANOS);
    }
  }

  /** Goes on with a graceful close if it can; any thread, also inside upcalls. */
  void progress() {
    if (life.isTorn()) {
      return;
    }
    boolean gone = life.isSendBroken() || life.isPeerClosed();
    long unread = unreadAtClose;
    if (unread > 0) {
      if (gone || !isSendingLarge()) {
        resetUnread(unread);
      }
    } else if (gone || session.sender().isLastWordDone()) {
      session.ending().closed();
      tear();
    }
  }

  /** Begins the end without delay; the peer is told if that is asked for already. */
  void tear() {
    life.tear();
    session.sender().request();
    session.waiters().wakeAll();
  }

  /** The send gate was left after the session was torn. */
  void sendGateLeft() {
    if (sendQuiet.compareAndSet(false, true) && session.reader().shut()) {
      readGateShut();
    }
  }

  /** The read gate is shut: nobody touches the memory of the provider any more. */
  void readGateShut() {
    quiet = true;
    if (session.isInsideUpcall()) {
      housekeeper.schedule(this, 0);
    } else {
      session.ending().closeSocket();
    }
  }

  @Override
  void run(long nowNanos) {
    if (quiet) {
      session.ending().closeSocket();
      return;
    }
    if (life.isTorn()) {
      return;
    }
    session.wire().poll();
    progress();
    if (life.isTorn()) {
      return;
    }
    if (nowNanos - deadline >= 0 && unreadAtClose > 0) {
      resetUnread(unreadAtClose);
      return;
    }
    if (nowNanos - deadline >= 0) {
      session.ending()
        .fail(
            EndReason.CLOSE_TIMEOUT,
            session.unacknowledged() + " bytes not acknowledged, " + session.sender().waiting()
                + " not sent " + TimeUnit.NANOSECONDS.toMillis(bound) + " ms after the close");
      return;
    }
    housekeeper.schedule(this, LOOK_NANOS);
  }
}
