package org.sanswitch.impl.asynchronous;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.impl.channels.Mode;
import org.sanswitch.impl.channels.StreamOptions;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.TrafficCounter;

/**
 * What an asynchronous socket channel consists of: its mode, the session once it is on a SAN, and the
 * platform's channel that it is first of all (SOC-1). On a SAN the latter keeps the port and the
 * options; a channel accepted on a SAN makes one only when an option is asked for.
 */
final class AsynchronousState {

  private final SwitchAsynchronousSocketChannel channel;
  private final SwitchAsynchronousChannelProvider provider;
  private final SwitchGroup group;
  private final Object lock = new Object();

  // All guarded by lock for writing; the volatile ones are read without it.
  private volatile Mode mode;
  private volatile @Nullable SanTransfers transfers;
  private volatile @Nullable AsynchronousSocketChannel inner;
  private volatile @Nullable TrafficCounter counter;
  private volatile @Nullable InetSocketAddress remote;
  private volatile Set<SocketOption<?>> options = Set.of();
  private @Nullable Route route;
  private boolean boundForSan;
  private boolean held;

  /** Options the application has set before the connect. Guard: lock. */
  private final Map<SocketOption<?>, Object> chosen = new LinkedHashMap<>(4);

  AsynchronousState(SwitchAsynchronousSocketChannel channel,
      SwitchAsynchronousChannelProvider provider, SwitchGroup group) {
    this.channel = channel;
    this.provider = provider;
    this.group = group;
    mode = Mode.UNCONNECTED;
  }

  /** A channel that is not connected. */
  void unconnected(AsynchronousSocketChannel made) {
    synchronized (lock) {
      inner = made;
      options = made.supportedOptions();
      group.add(channel);
    }
  }

  /** A channel accepted over TCP/IP. */
  void acceptedOverTcp(AsynchronousSocketChannel accepted, TrafficCounter counts) {
    synchronized (lock) {
      mode = Mode.TCP;
      inner = accepted;
      options = accepted.supportedOptions();
      counter = counts;
      group.add(channel);
    }
  }

  /** A channel accepted over a SAN; fails if the group takes no more. */
  void acceptedOverSan(SanStream stream) throws IOException {
    Set<SocketOption<?>> supported = group.hold();
    synchronized (lock) {
      held = true;
      options = supported;
      mode = Mode.SAN;
      remote = stream.remote();
      transfers = new SanTransfers(group, provider.core(), stream);
      group.add(channel);
    }
  }

  @Nullable
  SanTransfers transfers() {
    return transfers;
  }

  boolean isOpen() {
    Mode now = mode;
    AsynchronousSocketChannel platform = inner;
    return now == Mode.SAN || (now != Mode.CLOSED && platform != null && platform.isOpen());
  }

  /** {@return the channel that everything is asked of while there is no session} */
  AsynchronousSocketChannel forTcp() throws ClosedChannelException {
    AsynchronousSocketChannel platform = inner;
    if (platform == null) {
      throw new ClosedChannelException();
    }
    return platform;
  }

  void bind(@Nullable SocketAddress local) throws IOException {
    synchronized (lock) {
      // Also where the platform is about to connect, in place of the SAN.
      if (mode == Mode.CONNECTING || (mode == Mode.TCP && isPending())) {
        throw new ConnectionPendingException();
      }
      if (mode == Mode.SAN && inner == null) {
        throw new AlreadyBoundException();
      }
      forTcp().bind(local);
    }
  }

  /** {@return the local address, as the application may know it} */
  @Nullable
  InetSocketAddress local() throws IOException {
    synchronized (lock) {
      SanTransfers san = transfers;
      if (san != null) {
        return san.stream().local();
      }
      return boundForSan ? null : (InetSocketAddress) forTcp().getLocalAddress();
    }
  }

  @Nullable
  InetSocketAddress remote() throws IOException {
    if (transfers != null) {
      return remote;
    }
    return (InetSocketAddress) forTcp().getRemoteAddress();
  }

  /** Enters a connect; throws as the JDK if it cannot be. */
  void connecting(InetSocketAddress target) throws ClosedChannelException {
    synchronized (lock) {
      switch (mode) {
        case SAN -> throw new AlreadyConnectedException();
        case CONNECTING -> throw new ConnectionPendingException();
        case CLOSED -> throw new ClosedChannelException();
        case TCP -> throw isPending()
            ? new ConnectionPendingException()
            : new AlreadyConnectedException();
        case UNCONNECTED -> {
          mode = Mode.CONNECTING;
          remote = target;
        }
      }
    }
  }

  /** The platform connects from now on, for that reason. */
  void connectingOverTcp(Route why) throws AsynchronousCloseException {
    synchronized (lock) {
      if (mode == Mode.CLOSED) {
        throw new AsynchronousCloseException();
      }
      mode = Mode.TCP;
      remote = null;
      route = why;
      // Until it is connected: where that fails the platform closes its channel, and we need not.
      group.remove(channel);
    }
  }

  /** Counts a connection over TCP/IP that has come about, if that was not done. */
  void count() {
    if (counter != null || mode != Mode.TCP) {
      return;
    }
    synchronized (lock) {
      AsynchronousSocketChannel platform = inner;
      Route why = route;
      if (counter != null || mode != Mode.TCP || platform == null || why == null) {
        return;
      }
      try {
        InetSocketAddress peer = (InetSocketAddress) platform.getRemoteAddress();
        if (peer != null) {
          counter = provider.core()
            .countTcp(why, false, (InetSocketAddress) platform.getLocalAddress(), peer);
          group.add(channel);
        }
      } catch (IOException e) {
        // Closed by the platform meanwhile: there are no bytes to count.
      }
    }
  }

  @Nullable
  TrafficCounter counter() {
    return counter;
  }

  /** The channel is connected over a SAN. */
  void connectedOverSan(SanStream stream) throws IOException {
    boolean plain;
    synchronized (lock) {
      if (mode == Mode.CLOSED) {
        stream.reset(EndReason.CANCELLED);
        throw new AsynchronousCloseException();
      }
      mode = Mode.SAN;
      transfers = new SanTransfers(group, provider.core(), stream);
      plain = chosen.isEmpty();
    }
    if (!plain) {
      AsynchronousSocketChannel platform = forTcp();
      StreamOptions.all(stream, options, platform::getOption);
    }
  }

  /** Reserves a local port, as {@code SwitchCore.Binder} asks. */
  InetSocketAddress bindForSan(InetAddress local) throws IOException {
    synchronized (lock) {
      AsynchronousSocketChannel platform = forTcp();
      InetSocketAddress bound = (InetSocketAddress) platform.getLocalAddress();
      if (bound == null) {
        platform.bind(new InetSocketAddress(local, 0));
        boundForSan = true;
        bound = (InetSocketAddress) platform.getLocalAddress();
      }
      return bound.getAddress().isAnyLocalAddress()
          ? new InetSocketAddress(local, bound.getPort())
          : bound;
    }
  }

  /** {@return the inner channel as the application knows it, not bound by us} */
  AsynchronousSocketChannel freshForTcp() throws IOException {
    synchronized (lock) {
      AsynchronousSocketChannel old = forTcp();
      if (!boundForSan || mode == Mode.CLOSED) {
        return old;
      }
      AsynchronousSocketChannel fresh =
          provider.platform().openAsynchronousSocketChannel(group.inner());
      try {
        for (Map.Entry<SocketOption<?>, Object> option : chosen.entrySet()) {
          set(fresh, option.getKey(), option.getValue());
        }
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
  private static <T> void set(AsynchronousSocketChannel channel, SocketOption<T> name,
      Object value) throws IOException {
    channel.setOption(name, (T) value);
  }

  /** {@return the platform's channel that has the options} */
  AsynchronousSocketChannel optionHolder() throws IOException {
    AsynchronousSocketChannel holder = inner;
    if (holder != null) {
      return holder;
    }
    synchronized (lock) {
      if (mode == Mode.CLOSED) {
        throw new ClosedChannelException();
      }
      if (inner == null) {
        inner = newHolder().setOption(StandardSocketOptions.SO_REUSEADDR, true);
      }
      return forTcp();
    }
  }

  /** A group that was shut down takes no new channel, but those that are in it go on as they were. */
  private AsynchronousSocketChannel newHolder() throws IOException {
    AsynchronousChannelGroup own = group.inner();
    try {
      return provider.platform()
        .openAsynchronousSocketChannel(own.isShutdown() ? null : own);
    } catch (ShutdownChannelGroupException e) {
      // Shut down meanwhile. This channel is in it, so the platform's default one is no stranger to it.
      return provider.platform().openAsynchronousSocketChannel(null);
    }
  }

  <T> void setOption(SocketOption<T> name, T value) throws IOException {
    AsynchronousSocketChannel holder = optionHolder();
    holder.setOption(name, value);
    synchronized (lock) {
      if (mode == Mode.UNCONNECTED || mode == Mode.CONNECTING) {
        chosen.put(name, value);
      }
    }
    SanTransfers san = transfers;
    if (san != null) {
      StreamOptions.changed(san.stream(), name, value, options, holder::getOption);
    }
  }

  /** {@return the options of the platform's channels} */
  Set<SocketOption<?>> options() {
    return options;
  }

  /** {@return whether this is news} */
  boolean close() {
    count();
    synchronized (lock) {
      if (mode == Mode.CLOSED) {
        return false;
      }
      mode = Mode.CLOSED;
      return true;
    }
  }

  /** Closes what it consists of, once. */
  void closeParts() throws IOException {
    group.remove(channel);
    SanTransfers san = transfers;
    AsynchronousSocketChannel platform = inner;
    try {
      if (platform != null) {
        platform.close();
      }
      if (san != null) {
        san.close();
      }
    } finally {
      boolean holds;
      synchronized (lock) {
        holds = held;
        held = false;
      }
      if (holds) {
        group.release();
      }
    }
  }

  void closeCounter() {
    TrafficCounter counts = counter;
    if (counts != null) {
      counts.close();
    }
  }

  String describe() {
    return switch (mode) {
      case UNCONNECTED -> "unconnected";
      case CONNECTING -> "connection-pending";
      case SAN, TCP -> isPending() ? "connection-pending" : "connected";
      case CLOSED -> "closed";
    };
  }

  private boolean isPending() {
    try {
      return remote() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
