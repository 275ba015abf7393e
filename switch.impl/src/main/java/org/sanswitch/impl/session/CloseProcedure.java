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

  private final Session session;
  private final Lifecycle life;
  private final Housekeeper housekeeper;
  private final long bound;

  /** Guard: atomic; the step after the send gate is done once. */
  private final AtomicBoolean sendQuiet = new AtomicBoolean();

  /** Nobody sends or reads any more. Guard: volatile, set once. */
  private volatile boolean quiet;

  /** When the graceful close has to be over. Guard: written before the task is scheduled. */
  private volatile long deadline;

  CloseProcedure(Session session, Housekeeper housekeeper, long boundNanos) {
    this.session = session;
    life = session.life();
    this.housekeeper = housekeeper;
    bound = boundNanos;
  }

  /** Begins a graceful close: the last word is asked for already. */
  void begin() {
    deadline = housekeeper.now() + bound;
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
    if (life.isSendBroken() || life.isPeerClosed() || session.sender().isLastWordDone()) {
      life.end(EndReason.CLOSED, "");
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
