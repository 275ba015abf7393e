package org.sanswitch.impl.session;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.provider.BoundedWork;
import org.sanswitch.spi.WsaError;

/** How a session ends, and who is told: every end goes through here. */
final class Ending {

  /** Why there is no session, for the listener. */
  private record Failure(RouteReason reason, String detail, boolean refused) {}

  private final Session session;
  private final SessionPlace place;
  private final Lifecycle life;
  private final SendBuffers sends;
  private final ReceivePool receives;

  /** Guard: atomic; set once. */
  private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

  /** Guard: atomic; the listener is told once. */
  private final AtomicBoolean told = new AtomicBoolean();

  private final CountDownLatch gone = new CountDownLatch(1);

  Ending(Session session, SessionPlace place, SendBuffers sends, ReceivePool receives) {
    this.session = session;
    this.place = place;
    life = session.life();
    this.sends = sends;
    this.receives = receives;
  }

  /** Ends it at once; the peer is told. Anywhere, also inside upcalls and with a gate held. */
  void fail(EndReason reason, String detail) {
    note(reason, detail);
    life.endInput(Lifecycle.Input.RESET);
    life.become(SessionState.CLOSING);
    session.sender().mark(SendPath.ABORT);
    session.closing().tear();
  }

  /** Notes how it ended, if nothing was noted before, and logs what is unusual. */
  private void note(EndReason reason, String detail) {
    if (!life.end(reason, detail)) {
      return;
    }
    System.Logger.Level level =
        switch (reason) {
          case CLOSED, RESET_LOCALLY, CANCELLED, LISTENER_CLOSED, SWITCH_STOPPED, RESET_BY_PEER ->
            System.Logger.Level.DEBUG;
          case PEER_DIED, PROVIDER_GONE, NEGOTIATION_FAILED, KEEP_ALIVE_TIMEOUT ->
            System.Logger.Level.INFO;
          case PROTOCOL_VIOLATION, PROVIDER_FAILED, CLOSE_TIMEOUT, NO_BUFFERS ->
            System.Logger.Level.WARNING;
        };
    Log.LOGGER.log(
        level,
        () -> "session " + place.id() + " over " + session.port().name() + " from " + place.local()
            + " to " + place.remote() + " ended: " + reason
            + (detail.isEmpty() ? "" : ", " + detail));
  }

  /**
   * A graceful close is over; it was none if data that was to be sent has not left. A peer that has
   * closed too has not wanted it.
   */
  void closed() {
    int waiting = session.sender().waiting();
    LargeSends large = session.sender().large();
    boolean lost = sends.isDataLost() || (large != null && !large.isDrained());
    if (!life.isPeerClosed() && (waiting > 0 || lost)) {
      note(EndReason.PEER_DIED, "the connection was lost during the close, with "
          + session.unacknowledged() + " bytes not acknowledged, " + waiting + " waiting");
    } else {
      note(EndReason.CLOSED, "");
    }
  }

  // Negotiation.

  /** The session is established: the listener gets it. Guard: upcalls. */
  void tellEstablished() {
    if (told.compareAndSet(false, true)) {
      place.listener().established(session.stream());
    }
  }

  /** The bound of the negotiation is over. */
  void negotiationLate(long boundNanos) {
    if (life.state() == SessionState.NEGOTIATING) {
      negotiationFailed(
          RouteReason.PROVIDER_TIMED_OUT,
          "no answer to the negotiation in " + TimeUnit.NANOSECONDS.toMillis(boundNanos) + " ms",
          false);
    }
  }

  void negotiationFailed(RouteReason reason, String detail, boolean refused) {
    failure.compareAndSet(null, new Failure(reason, detail, refused));
    fail(EndReason.NEGOTIATION_FAILED, detail);
  }

  /** Answers that no version fits, and closes when the answer is sent. Guard: upcalls. */
  void refuse(String text) {
    failure.compareAndSet(null, new Failure(RouteReason.VERSION, text, false));
    note(EndReason.NEGOTIATION_FAILED, text);
    if (life.become(SessionState.CLOSING)) {
      life.close();
      session.sender().ask(SendPath.NEGOTIATION);
      session.closing().begin();
    }
  }

  private void tellFailed() {
    if (!told.compareAndSet(false, true)) {
      return;
    }
    Failure why = failure.get();
    Lifecycle.End end = life.end();
    if (why != null) {
      place.listener().failed(why.reason(), why.detail(), why.refused());
    } else if (end != null) {
      place
        .listener()
        .failed(
            Negotiation.routeReason(end.reason()), end.reason() + ": " + end.detail(), false);
    }
  }

  // What comes from below.

  /** The provider takes no more sends; what came can still be read. Any thread. */
  void sendBroken() {
    life.breakSend();
    session.waiters().wakeAll();
  }

  /**
   * The provider has no connection any more. That is the ordinary end where either side has said its
   * last word. Guard: upcalls, after all that came.
   */
  void connectionLost(WsaError status) {
    life.breakSend();
    if (!life.isEstablished()) {
      negotiationFailed(
          RouteReason.PROVIDER_FAILED, "the peer left during the negotiation: " + status, false);
    } else if (!life.isPeerClosed() && !session.sender().isLastWordSent()) {
      long open = session.unacknowledged();
      int waiting = session.sender().waiting();
      life.endInput(
          open == 0 && waiting == 0 ? Lifecycle.Input.ENDED : Lifecycle.Input.RESET);
      note(
          EndReason.PEER_DIED,
          status + " after " + session.offsets().received() + " bytes; of "
              + session.offsets().sent() + " bytes sent " + open + " not acknowledged, " + waiting
              + " waiting");
      life.become(SessionState.CLOSING);
    }
  }

  /** The peer has sent ABORT. Guard: upcalls. */
  void aborted(AbortMessage message) {
    String text = "the peer says " + message.reason() + ": " + message.text();
    life.breakSend();
    if (!life.isEstablished()) {
      negotiationFailed(
          Negotiation.routeReason(message.reason()), text, Negotiation.isFinal(message.reason()));
      return;
    }
    life.endInput(Lifecycle.Input.RESET);
    // The end of a transfer that the peer has no memory for is told as such (SES-6).
    note(
        message.reason() == EndReason.NO_BUFFERS ? EndReason.NO_BUFFERS : EndReason.RESET_BY_PEER,
        text);
    life.become(SessionState.CLOSING);
  }

  // The socket.

  /** Nobody touches the memory of the provider any more: WSPCloseSocket. */
  void closeSocket() {
    if (!session.wire().isClosed()) {
      releaseLarge();
      sends.release(session.wire());
      receives.release();
    }
    session.wire().close();
    tellFailed();
  }

  private void releaseLarge() {
    LargeSends out = session.sender().large();
    LargeReceives in = session.reader().large();
    if (out != null && in != null) {
      out.release();
      in.release();
    }
  }

  /** WPUCloseSocketHandle: nothing comes any more (CLO-4). */
  void handleClosed() {
    if (session.wire().abandon()) {
      fail(EndReason.PROVIDER_GONE, "the provider closed the handle by itself");
    }
    life.become(SessionState.CLOSED);
    session.left();
    gone.countDown();
    session.waiters().wakeAll();
  }

  /** {@return whether the provider has closed the handle} */
  boolean isGone() {
    return gone.getCount() == 0;
  }

  /** Waits until the provider has closed the handle; {@return whether it has}. */
  boolean awaitGone(long nanos) {
    return awaitGone(BoundedWork.THREADS, nanos);
  }

  /** As {@link #awaitGone(long)}, waiting as control work does. */
  boolean awaitGone(BoundedWork work, long nanos) {
    return work.await(gone, nanos);
  }
}
