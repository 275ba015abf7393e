package org.sanswitch.impl.core;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.provider.SanSocket;
import org.sanswitch.impl.provider.StartedProvider;
import org.sanswitch.spi.ConditionFunction.Decision;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/**
 * The companion of a listening socket on one provider (LIS-1): accepts on its own while its owner
 * has room. {@link #open} is called once; {@link #set} and {@link #close} by any thread.
 */
final class Companion implements NetworkEvent {

  /** Connections accepted before other work of the executor gets its turn. */
  private static final int MAX_ROUND = 64;

  private final StartedProvider provider;
  private final InetSocketAddress local;
  private final CompanionOwner owner;
  private final Executor executor;
  private final SerialTask accepting = new SerialTask(this::accept);
  private final Runnable leaveHook = this::close;

  /** Guard: this. */
  private @Nullable SanSocket socket;

  /** Guard: this; goes from false to true once. */
  private boolean closed;

  Companion(StartedProvider provider, InetSocketAddress local, CompanionOwner owner,
      Executor executor) {
    this.provider = provider;
    this.local = local;
    this.owner = owner;
    this.executor = executor;
  }

  String provider() {
    return provider.name();
  }

  /**
   * Makes the listening socket.
   *
   * @param backlog the application's
   * @throws WsaException if the provider cannot listen there; nothing is left open
   */
  void open(int backlog) throws WsaException {
    boolean listens = false;
    try {
      if (!provider.onLeave(leaveHook)) {
        throw new WsaException(WsaError.WSANOTINITIALISED, "the provider is leaving");
      }
      SanSocket made = provider.socket(family());
      if (!keep(made)) {
        provider.close(made);
        return;
      }
      WspProcedureTable table = provider.port().table();
      table.wspBind(made.descriptor(), local);
      table.wspEventSelect(made.descriptor(), this, Kind.FD_ACCEPT);
      table.wspListen(made.descriptor(), backlog);
      listens = true;
    } catch (RuntimeException | Error e) {
      throw new WsaException(WsaError.WSAENETDOWN, null, "the provider threw " + e, e);
    } finally {
      if (!listens) {
        close();
      }
    }
  }

  private ProtocolFamily family() {
    return local.getAddress() instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  private synchronized boolean keep(SanSocket made) {
    if (closed) {
      return false;
    }
    socket = made;
    return true;
  }

  /** FD_ACCEPT: inside the provider, so the work is left to the executor. */
  @Override
  public void set() {
    accepting.request(executor);
  }

  /**
   * FD_ACCEPT where the provider can be called: one connection is accepted here. Its session is on
   * its way before another thread would have woken. A crowd is left to the executor, since other
   * sockets need this thread.
   */
  @Override
  public void setFree() {
    if (owner.isNegotiating()) {
      set();
    } else {
      accepting.requestShare(this::acceptOne, executor);
    }
  }

  /** Stops listening. Never blocks; does nothing if it was closed. */
  void close() {
    SanSocket open;
    synchronized (this) {
      closed = true;
      open = socket;
      socket = null;
    }
    provider.forgetOnLeave(leaveHook);
    if (open != null) {
      provider.close(open);
    }
  }

  private synchronized @Nullable SanSocket listening() {
    return socket;
  }

  private void accept() {
    if (accept(MAX_ROUND)) {
      set();
    }
  }

  private void acceptOne() {
    // Where more wait, WSPAccept has signalled again.
    var _ = accept(1);
  }

  /** Accepts what waits; {@return whether that many were accepted, so that more may wait} */
  private boolean accept(int most) {
    SanSocket listener = listening();
    if (listener == null) {
      return false;
    }
    try {
      provider.port().table().wspEnumNetworkEvents(listener.descriptor());
      int accepted = 0;
      while (accepted < most && owner.reserve() && accept(listener)) {
        accepted++;
      }
      return accepted == most;
    } catch (WsaException e) {
      if (listening() != null) {
        owner.failed(provider.name(), String.valueOf(e.getMessage()));
      }
    } catch (RuntimeException | Error e) {
      owner.failed(provider.name(), "the provider threw " + e);
    }
    return false;
  }

  /** {@return whether another request may wait} */
  private boolean accept(SanSocket listener) throws WsaException {
    StartedProvider.Accepted accepted = null;
    try {
      // Also where this was closed meanwhile: to refuse is final for the peer, and the TCP/IP listener
      // may stay (CON-3). A session that nobody wants is ended as any other.
      accepted = provider.accept(listener, (to, from) -> Decision.CF_ACCEPT);
    } catch (WsaException e) {
      if (e.error() == WsaError.WSAEWOULDBLOCK) {
        return false;
      }
      throw e;
    } finally {
      if (accepted == null) {
        owner.release();
      }
    }
    if (accepted != null) {
      owner.accepted(provider, accepted);
    }
    return true;
  }
}
