package org.sanswitch.impl.core;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.provider.SanSocket;
import org.sanswitch.impl.provider.StartedProvider;
import org.sanswitch.impl.report.TrafficLedger;
import org.sanswitch.impl.session.NegotiationListener;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.Sessions;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/**
 * One try to connect over one provider: the companion socket, the nonblocking WSPConnect (BLK-2,
 * CON-1), the negotiation (SES-2). {@link #open} and {@link #drive} are called by one thread at a
 * time; all others by any thread, also inside upcalls.
 */
final class SanTry implements NetworkEvent, NegotiationListener {

  private final StartedProvider provider;
  private final InetSocketAddress remote;
  private final InetSocketAddress local;
  private final Sessions sessions;
  private final TrafficLedger ledger;
  private final Runnable signal;
  private final Runnable leaveHook = this::providerLeft;

  /** Guard: this. */
  private TryState state = TryState.OPENING;

  /** Guard: this. */
  private @Nullable SanSocket socket;

  /** Guard: this. */
  private @Nullable TryResult result;

  /** Guard: volatile; set by the provider, cleared by whoever drives. */
  private volatile boolean eventSet;

  SanTry(StartedProvider provider, InetSocketAddress local, InetSocketAddress remote,
      Sessions sessions, TrafficLedger ledger, Runnable signal) {
    this.provider = provider;
    this.local = local;
    this.remote = remote;
    this.sessions = sessions;
    this.ledger = ledger;
    this.signal = signal;
  }

  /** {@return how it ended, or null while it goes on} */
  synchronized @Nullable TryResult result() {
    return result;
  }

  /** Makes the socket and starts to connect. */
  void open() {
    if (!provider.onLeave(leaveHook)) {
      providerLeft();
      return;
    }
    SanSocket made = setUp();
    if (made == null) {
      return;
    }
    try {
      WsaError how = provider.port().table().wspConnect(made.descriptor(), remote);
      if (how == WsaError.NO_ERROR) {
        negotiate();
      } else if (how == WsaError.WSAEWOULDBLOCK) {
        become(TryState.CONNECTING);
      } else {
        fail(new TryResult.NotThisWay(RouteReason.PROVIDER_FAILED,
            "WSPConnect returned " + how, true));
      }
    } catch (WsaException e) {
      fail(TryResult.ofConnect(e));
    } catch (RuntimeException | Error e) {
      fail(threw(e));
    }
  }

  private @Nullable SanSocket setUp() {
    try {
      SanSocket made = provider.socket(family());
      if (!keep(made)) {
        provider.close(made);
        return null;
      }
      WspProcedureTable table = provider.port().table();
      table.wspBind(made.descriptor(), local);
      table.wspEventSelect(made.descriptor(), this, Kind.FD_CONNECT);
      return made;
    } catch (WsaException e) {
      fail(TryResult.ofSetup(e));
    } catch (RuntimeException | Error e) {
      fail(threw(e));
    }
    return null;
  }

  private ProtocolFamily family() {
    return remote.getAddress() instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  private synchronized boolean keep(SanSocket made) {
    if (state != TryState.OPENING) {
      return false;
    }
    socket = made;
    return true;
  }

  /** FD_CONNECT: inside the provider, so the work is left to whoever drives. */
  @Override
  public void set() {
    eventSet = true;
    signal.run();
  }

  /** Looks at the result of the connection attempt if the provider has signalled one. */
  void drive() {
    SanSocket connecting = connecting();
    if (!eventSet || connecting == null) {
      return;
    }
    eventSet = false;
    try {
      Record events =
          provider.port().table().wspEnumNetworkEvents(connecting.descriptor());
      WsaError error = events.errors().get(Kind.FD_CONNECT);
      if (error == WsaError.NO_ERROR) {
        negotiate();
      } else if (error != null) {
        WsaException failure = events.failure();
        fail(TryResult.ofConnect(
            failure == null ? new WsaException(error, "FD_CONNECT of " + remote) : failure));
      }
    } catch (WsaException e) {
      fail(TryResult.ofSetup(e));
    } catch (RuntimeException | Error e) {
      fail(threw(e));
    }
  }

  private synchronized @Nullable SanSocket connecting() {
    return state == TryState.CONNECTING ? socket : null;
  }

  private synchronized @Nullable SanSocket negotiating() {
    return state == TryState.NEGOTIATING ? socket : null;
  }

  /** The thread that awaits looks, see {@link #look}. */
  @Override
  public boolean looks() {
    return true;
  }

  /**
   * Looks for the answer to the negotiation in the provider, or waits there for it: then it is told in
   * here, and no other thread has to wake for it. Any thread. Where the session has closed the socket
   * meanwhile, the provider says so, which does not matter.
   *
   * @param nanos POLL; NOTIFY to have the provider tell promptly; or how long to wait
   * @return false if no answer is waited for, and nothing was done
   */
  boolean look(long nanos) {
    SanSocket negotiating = negotiating();
    if (negotiating == null) {
      return false;
    }
    try {
      var _ =
          provider.port()
            .table()
            .wspGetOverlappedResult(negotiating.descriptor(), null, nanos);
    } catch (RuntimeException | Error e) {
      fail(threw(e));
      signal.run();
    }
    return true;
  }

  private void negotiate() {
    SanSocket connected;
    synchronized (this) {
      connected = socket;
      if (connected == null || !become(TryState.NEGOTIATING)) {
        return;
      }
    }
    Route route = Route.san(provider.name());
    sessions.start(connected, Sessions.Role.CONNECTING, local, remote, route,
        () -> ledger.open(route, false), this);
  }

  @Override
  public void established(SanStream stream) {
    if (end(new TryResult.Established(stream))) {
      signal.run();
    } else {
      stream.reset(EndReason.CANCELLED);
    }
  }

  @Override
  public void failed(RouteReason reason, String detail, boolean refused) {
    if (end(refused
        ? new TryResult.Final("Connection refused", detail)
        : new TryResult.NotThisWay(reason, detail, reason != RouteReason.PROVIDER_GONE))) {
      signal.run();
    }
  }

  private void providerLeft() {
    fail(new TryResult.NotThisWay(RouteReason.PROVIDER_GONE,
        "while connecting to " + remote, false));
    signal.run();
  }

  /**
   * Gives the try up: WSPCloseSocket, also while it negotiates (BLK-3); the session then learns of
   * it from the provider. Never blocks; does nothing if it has ended.
   *
   * @param how the result
   */
  void abandon(TryResult how) {
    fail(how);
  }

  private TryResult threw(Throwable cause) {
    return new TryResult.NotThisWay(RouteReason.PROVIDER_FAILED,
        "the provider threw " + cause, true);
  }

  private void fail(TryResult how) {
    SanSocket open;
    synchronized (this) {
      open = socket;
      if (!end(how)) {
        return;
      }
    }
    if (open != null) {
      provider.close(open);
    }
  }

  private boolean end(TryResult how) {
    synchronized (this) {
      if (!become(TryState.ENDED)) {
        return false;
      }
      result = how;
      socket = null;
    }
    provider.forgetOnLeave(leaveHook);
    return true;
  }

  private synchronized boolean become(TryState to) {
    if (!state.canBecome(to)) {
      return false;
    }
    state = to;
    return true;
  }
}
