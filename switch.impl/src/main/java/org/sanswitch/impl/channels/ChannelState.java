package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.TrafficCounter;

/**
 * What a socket channel consists of: its mode, the stream once it is on a SAN, and the TCP/IP channel
 * that it is first of all (SOC-1). On a SAN the latter keeps the port and the options; a channel
 * accepted on a SAN makes one only when an option is asked for.
 */
final class ChannelState {

  /** Of a channel in non-blocking mode whose SO_SNDBUF was not set, in bytes. */
  private static final int SEND_BUFFER = 512 * 1024;

  /** More is not kept, whatever SO_SNDBUF says, in bytes. */
  private static final int MOST_SEND_BUFFER = 8 * 1024 * 1024;

  private final TcpFactory factory;
  private final Object lock = new Object();

  // All guarded by lock for writing; the volatile ones are read without it.
  private volatile Mode mode;
  private volatile @Nullable SanStream stream;
  private volatile @Nullable SocketChannel inner;
  private volatile @Nullable TrafficCounter counter;
  private volatile @Nullable InetSocketAddress remote;
  private boolean boundForSan;
  private int sendBuffer = SEND_BUFFER;
  private boolean blocking = true;

  /** Options the application has set before the connect, guarded by lock. */
  private final Map<SocketOption<?>, Object> chosen = new LinkedHashMap<>(4);

  private ChannelState(TcpFactory factory, Mode mode) {
    this.factory = factory;
    this.mode = mode;
  }

  /** An unconnected channel. */
  static ChannelState unconnected(TcpFactory factory) throws IOException {
    ChannelState state = new ChannelState(factory, Mode.UNCONNECTED);
    state.inner = factory.open();
    return state;
  }

  /** A channel accepted over TCP/IP. */
  static ChannelState overTcp(TcpFactory factory, SocketChannel inner, TrafficCounter counter) {
    ChannelState state = new ChannelState(factory, Mode.TCP);
    state.inner = inner;
    state.counter = counter;
    return state;
  }

  /** A channel accepted over a SAN. */
  static ChannelState overSan(TcpFactory factory, SanStream stream) {
    ChannelState state = new ChannelState(factory, Mode.SAN);
    state.stream = stream;
    state.remote = stream.remote();
    return state;
  }

  @Nullable
  SanStream stream() {
    return stream;
  }

  @Nullable
  SocketChannel inner() {
    return inner;
  }

  @Nullable
  TrafficCounter counter() {
    return counter;
  }

  boolean isConnected() {
    SocketChannel tcp = inner;
    return switch (mode) {
      case SAN -> true;
      case TCP -> tcp != null && tcp.isConnected();
      default -> false;
    };
  }

  boolean isConnectionPending() {
    SocketChannel tcp = inner;
    return mode == Mode.CONNECTING
        || (mode == Mode.TCP && tcp != null && tcp.isConnectionPending());
  }

  /** {@return the channel that everything is asked of while there is no stream} */
  SocketChannel forTcp() throws ClosedChannelException {
    SocketChannel tcp = inner;
    if (tcp == null) {
      throw new ClosedChannelException();
    }
    return tcp;
  }

  /** {@return the same, if no connect over a SAN is under way} */
  SocketChannel notPending() throws ClosedChannelException {
    SocketChannel tcp = forTcp();
    if (mode == Mode.CONNECTING) {
      throw new ConnectionPendingException();
    }
    return tcp;
  }

  /** {@return whether a connect is under way of which the inner channel knows nothing} */
  boolean isConnectingOverSan() {
    return mode == Mode.CONNECTING;
  }

  /** {@return the same, if connected} */
  SocketChannel connectedForTcp() throws ClosedChannelException {
    SocketChannel tcp = forTcp();
    if (mode == Mode.CONNECTING) {
      throw new NotYetConnectedException();
    }
    return tcp;
  }

  /** {@return whether a channel of this protocol family can have that address} */
  boolean reaches(InetAddress address) {
    return factory.family() != StandardProtocolFamily.INET || address instanceof Inet4Address;
  }

  @Nullable
  InetSocketAddress localOrNull() {
    try {
      return local();
    } catch (IOException e) {
      return null;
    }
  }

  /** {@return the local address, as the application may know it: not what only a SAN has asked for} */
  @Nullable
  InetSocketAddress local() throws IOException {
    SanStream san = stream;
    if (san != null) {
      return san.local();
    }
    synchronized (lock) {
      return boundForSan ? null : (InetSocketAddress) forTcp().getLocalAddress();
    }
  }

  @Nullable
  InetSocketAddress remote() throws IOException {
    InetSocketAddress target = remote;
    return target != null ? target : (InetSocketAddress) forTcp().getRemoteAddress();
  }

  /** {@return the local address, also of a closed channel, or null} */
  @Nullable
  InetSocketAddress lastLocal() {
    SanStream san = stream;
    if (san != null) {
      return san.local();
    }
    synchronized (lock) {
      SocketChannel tcp = inner;
      return tcp == null || boundForSan
          ? null
          : (InetSocketAddress) tcp.socket().getLocalSocketAddress();
    }
  }

  /** {@return the remote address, also of a closed channel, or null} */
  @Nullable
  InetSocketAddress lastRemote() {
    InetSocketAddress target = remote;
    SocketChannel tcp = inner;
    return target != null || tcp == null
        ? target
        : (InetSocketAddress) tcp.socket().getRemoteSocketAddress();
  }

  /** Enters a connect; {@code target} is what the application sees as the remote address. */
  void connecting(InetSocketAddress target) throws ClosedChannelException {
    synchronized (lock) {
      move(Mode.CONNECTING);
      remote = target;
    }
  }

  /** Takes a connect back that failed without an effect. */
  void notConnecting() {
    synchronized (lock) {
      if (mode == Mode.CONNECTING) {
        mode = Mode.UNCONNECTED;
        remote = null;
      }
    }
  }

  /** The inner channel is connected, or connecting in non-blocking mode. */
  void connectedOverTcp() throws ClosedChannelException {
    synchronized (lock) {
      if (mode != Mode.TCP) {
        move(Mode.TCP);
        remote = null;
      }
    }
  }

  /** Counts the connection over TCP/IP. */
  void countBy(TrafficCounter made) {
    synchronized (lock) {
      counter = made;
      if (mode == Mode.CLOSED) {
        made.close();
      }
    }
  }

  /** The channel is connected over a SAN. */
  void connectedOverSan(SanStream made) throws IOException {
    boolean plain;
    synchronized (lock) {
      if (mode == Mode.CLOSED) {
        made.reset(EndReason.CANCELLED);
        throw new AsynchronousCloseException();
      }
      move(Mode.SAN);
      stream = made;
      applySendBuffer();
      plain = chosen.isEmpty();
    }
    if (!plain) {
      StreamOptions.all(made, supportedOptions(), forTcp()::getOption);
    }
  }

  /** Reserves a local port, as {@code SwitchCore.Binder} asks. */
  InetSocketAddress bindForSan(InetAddress local) throws IOException {
    synchronized (lock) {
      SocketChannel tcp = forTcp();
      InetSocketAddress bound = (InetSocketAddress) tcp.getLocalAddress();
      if (bound == null) {
        tcp.bind(new InetSocketAddress(local, 0));
        boundForSan = true;
        bound = (InetSocketAddress) tcp.getLocalAddress();
      }
      return bound.getAddress().isAnyLocalAddress()
          ? new InetSocketAddress(local, bound.getPort())
          : bound;
    }
  }

  /**
   * {@return the inner channel as the application knows it, not bound by us}
   *
   * @param blocking in which mode it has to be
   */
  SocketChannel freshForTcp(boolean blocking) throws IOException {
    synchronized (lock) {
      SocketChannel old = forTcp();
      if (!boundForSan || mode == Mode.CLOSED) {
        if (mode != Mode.CLOSED && old.isBlocking() != blocking) {
          old.configureBlocking(blocking);
        }
        return old;
      }
      SocketChannel fresh = factory.open();
      try {
        for (Map.Entry<SocketOption<?>, Object> option : chosen.entrySet()) {
          set(fresh, option.getKey(), option.getValue());
        }
        fresh.configureBlocking(blocking);
      } catch (IOException | RuntimeException e) {
        fresh.close();
        throw e;
      }
      inner = fresh;
      boundForSan = false;
      old.close();
      return fresh;
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> void set(SocketChannel channel, SocketOption<T> name, Object value)
      throws IOException {
    channel.setOption(name, (T) value);
  }

  /** {@return the TCP/IP channel that has the options} */
  SocketChannel optionHolder(SocketOption<?> name) throws IOException {
    SocketChannel holder = inner;
    if (holder != null) {
      return holder;
    }
    if (!supportedOptions().contains(name)) {
      throw new UnsupportedOperationException("'" + name + "' not supported");
    }
    synchronized (lock) {
      if (mode == Mode.CLOSED) {
        throw new ClosedChannelException();
      }
      if (inner == null) {
        inner = factory.openAccepted();
      }
      return inner;
    }
  }

  /** Remembers an option for a fresh inner channel. */
  void remember(SocketOption<?> name, Object value) {
    synchronized (lock) {
      if (name == StandardSocketOptions.SO_SNDBUF) {
        sendBuffer = Math.min(MOST_SEND_BUFFER, (Integer) value);
        applySendBuffer();
      }
      if (mode == Mode.UNCONNECTED || mode == Mode.CONNECTING) {
        chosen.put(name, value);
      }
    }
  }

  Set<SocketOption<?>> supportedOptions() {
    return factory.supportedOptions();
  }

  /** What is not sent at once may wait where the application does not wait itself. Guard: lock. */
  private void applySendBuffer() {
    SanStream san = stream;
    if (san != null) {
      san.sendBuffer(blocking ? 0 : sendBuffer);
    }
  }

  void configureBlocking(boolean block) throws IOException {
    synchronized (lock) {
      blocking = block;
      applySendBuffer();
    }
    SocketChannel tcp = inner;
    if (stream == null && tcp != null) {
      tcp.configureBlocking(block);
    }
  }

  void close(boolean blocking) throws IOException {
    synchronized (lock) {
      mode = Mode.CLOSED;
      if (counter != null) {
        counter.close();
      }
    }
    SanStream san = stream;
    SocketChannel tcp = inner;
    if (san != null) {
      int linger = SwitchSocketChannel.linger(tcp);
      StreamClose.close(san, linger > 0 && !blocking ? -1 : linger);
    }
    if (tcp != null) {
      tcp.close();
    }
  }

  String describe() {
    return switch (mode) {
      case UNCONNECTED -> "unconnected";
      case CONNECTING -> "connection-pending";
      case SAN, TCP -> isConnectionPending() ? "connection-pending" : "connected";
      case CLOSED -> "closed";
    };
  }

  private void move(Mode next) throws ClosedChannelException {
    if (mode == Mode.CLOSED) {
      throw new AsynchronousCloseException();
    }
    if (!mode.mayBecome(next)) {
      throw new IllegalStateException(mode + " cannot become " + next);
    }
    mode = next;
  }
}
