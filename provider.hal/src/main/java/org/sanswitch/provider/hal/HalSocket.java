package org.sanswitch.provider.hal;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * A socket of the provider: its state, its address, the switch's handle, and either a connection or
 * a listener. It holds them until WSPCloseSocket, even when the connection is long dead (CLO-5).
 */
final class HalSocket implements SocketDescriptor {

  /** What it belongs to. */
  final Startup startup;

  /** What happened on it. */
  final NetworkEvents events = new NetworkEvents();

  /** Options that may be set. */
  final OptionValues options = new OptionValues();

  /** Held while a queue pair is made, so that there is one; no upcall is made with it. */
  private final Object making = new Object();

  /** Guard: written with this object's monitor by {@link #become}, read by anyone. */
  private volatile SocketState state = SocketState.CREATED;

  /** Guard: written with {@link #making} once, read by anyone. */
  private volatile @Nullable HalConnection connection;

  /** Guard: written once by the thread that listens, while the state is BOUND. */
  private volatile @Nullable HalListener listener;

  /** Guard: written once by the thread that binds, before the state is BOUND. */
  private volatile @Nullable InetSocketAddress local;

  /** Guard: written once by the thread that makes the socket, before others see it. */
  private @Nullable SocketHandle handle;

  /**
   * Makes a socket without a handle.
   *
   * @param startup what it belongs to
   */
  HalSocket(Startup startup) {
    this.startup = startup;
  }

  /** {@return where it stands} */
  SocketState state() {
    return state;
  }

  /**
   * Changes the state, if that is a legal transition.
   *
   * @param next the new state
   * @return whether it was
   */
  boolean become(SocketState next) {
    synchronized (this) {
      if (!state.mayBecome(next)) {
        return false;
      }
      state = next;
      return true;
    }
  }

  /**
   * Calls WPUCreateSocketHandle (SOC-2).
   *
   * @throws WsaException what the switch says
   */
  void wpuCreateSocketHandle() throws WsaException {
    handle = startup.upcalls.wpuCreateSocketHandle(this);
  }

  /**
   * Calls WPUCompleteOverlappedRequest (CMP-3).
   *
   * @param overlapped the operation, complete
   */
  void wpuCompleteOverlappedRequest(Overlapped overlapped) {
    try {
      startup.upcalls.wpuCompleteOverlappedRequest(Objects.requireNonNull(handle), overlapped);
    } catch (Throwable e) {
      startup.log.warn("the switch threw from WPUCompleteOverlappedRequest", e);
    }
  }

  /** Calls WPUCloseSocketHandle, the last upcall (CLO-4), and lets the socket go (CLO-8). */
  void wpuCloseSocketHandle() {
    try {
      startup.upcalls.wpuCloseSocketHandle(Objects.requireNonNull(handle));
    } catch (Throwable e) {
      startup.log.warn("the switch threw from WPUCloseSocketHandle", e);
    } finally {
      startup.remove(this);
    }
  }

  /** {@return the address that it is bound to, or null} */
  @Nullable
  InetSocketAddress local() {
    return local;
  }

  /**
   * WSPBind, the address is checked.
   *
   * @param address the address
   * @return false if it is bound already, or past that
   */
  boolean bind(InetSocketAddress address) {
    synchronized (this) {
      if (!state.mayBecome(SocketState.BOUND)) {
        return false;
      }
      local = address;
      state = SocketState.BOUND;
      return true;
    }
  }

  /** {@return the connection, or null} */
  @Nullable
  HalConnection connection() {
    return connection;
  }

  /**
   * {@return the connection; it is made if there is none yet}
   *
   * @throws WsaException WSAENOTSOCK; WSAEINVAL for a listening socket; WSAENOBUFS
   */
  HalConnection makeConnection() throws WsaException {
    HalConnection now = connection;
    if (now != null) {
      return now;
    }
    synchronized (making) {
      now = connection;
      if (now != null) {
        return now;
      }
      if (state.receiveStatus != WsaError.NO_ERROR) {
        throw new WsaException(state.receiveStatus, "the socket is " + state);
      }
      try {
        now = HalConnection.create(this);
      } catch (AdapterException e) {
        throw WsaErrors.exception(WsaErrors.ofControl(e.error()), "queue pair", e);
      } catch (RuntimeException e) {
        throw WsaErrors.broken(WsaError.WSAENOBUFS, "queue pair", e);
      }
      connection = now;
      return now;
    }
  }

  /** {@return the listener, or null} */
  @Nullable
  HalListener listener() {
    return listener;
  }

  /**
   * WSPListen: the adapter listens.
   *
   * @param made the listener
   * @return false if the socket was closed meanwhile; the caller closes the listener
   */
  boolean listening(HalListener made) {
    synchronized (this) {
      if (!state.mayBecome(SocketState.LISTENING)) {
        return false;
      }
      listener = made;
      state = SocketState.LISTENING;
      return true;
    }
  }

  /** Event thread: the connection stands. */
  void connected() {
    if (become(SocketState.CONNECTED)) {
      events.record(NetworkEvent.Kind.FD_CONNECT, WsaError.NO_ERROR, null);
      HalConnection now = connection;
      if (now != null) {
        now.ready();
      }
    }
  }

  /**
   * Event thread: the connection attempt failed.
   *
   * @param cause the error with its reason
   */
  void connectFailed(WsaException cause) {
    if (fail()) {
      events.record(NetworkEvent.Kind.FD_CONNECT, cause.error(), cause);
    }
  }

  /**
   * Notes that the connection attempt failed; the queue pair can only be closed from now on, which
   * WSPCloseSocket does.
   *
   * @return false if that is no legal transition
   */
  boolean fail() {
    synchronized (this) {
      if (!state.mayBecome(SocketState.FAILED)) {
        return false;
      }
      HalConnection now = connection;
      if (now != null) {
        now.completions.die();
      }
      state = SocketState.FAILED;
      return true;
    }
  }

  /** Event thread: the peer has gone (CLO-1). What arrived before completes first (CLO-9). */
  void disconnected() {
    if (state == SocketState.CONNECTING) {
      connectFailed(Events.cutOff());
    } else if (become(SocketState.DISCONNECTED)) {
      HalConnection now = connection;
      if (now != null) {
        now.drain(true);
      }
    }
  }

  /**
   * The adapter has failed.
   *
   * @param cause the error with its reason
   */
  void adapterFailed(WsaException cause) {
    SocketState before = state;
    if (!become(SocketState.DOWN)) {
      return;
    }
    if (before == SocketState.CONNECTING) {
      events.record(NetworkEvent.Kind.FD_CONNECT, cause.error(), cause);
    } else if (before == SocketState.LISTENING) {
      events.record(NetworkEvent.Kind.FD_ACCEPT, cause.error(), cause);
    }
    HalConnection now = connection;
    if (now != null) {
      now.abort();
    }
  }

  /** WSPCloseSocket: {@return false if it was closed already} */
  boolean closeIfOpen() {
    if (!become(SocketState.CLOSING)) {
      return false;
    }
    HalConnection made;
    synchronized (making) {
      made = connection;
    }
    HalListener listening = listener;
    if (listening != null) {
      startup.listeners.remove(listening);
      listening.close();
    }
    if (made != null) {
      made.closing.begin();
    } else {
      become(SocketState.CLOSED);
      wpuCloseSocketHandle();
    }
    return true;
  }

  /** WSPCleanup: does not wait for the adapter's flush any longer. */
  void forceClose() {
    HalConnection made = connection;
    if (made != null) {
      made.closing.force();
      made.completions.drain(true);
    }
  }
}
