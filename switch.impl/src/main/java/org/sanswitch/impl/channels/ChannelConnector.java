package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.session.ConnectAttempt;
import org.sanswitch.impl.session.ConnectAttempt.Connected;
import org.sanswitch.impl.session.ConnectAttempt.Failed;
import org.sanswitch.impl.session.ConnectAttempt.Outcome;
import org.sanswitch.impl.session.ConnectAttempt.UseTcp;
import org.sanswitch.impl.session.SwitchCore;

/** Connects a socket channel: over a SAN where the switch says so, else over TCP/IP (CON-1, 2). */
final class ChannelConnector {

  private final SwitchSocketChannel channel;
  private final SwitchCore core;
  private final PendingConnect pending;

  /** The blocking attempt under way, for cancel. */
  private volatile @Nullable ConnectAttempt attempt;

  ChannelConnector(SwitchSocketChannel channel, SwitchCore core) {
    this.channel = channel;
    this.core = core;
    this.pending = new PendingConnect(channel, core);
  }

  /** {@return OP_CONNECT if finishConnect would succeed or throw, and TCP/IP does not tell so} */
  int readyOps() {
    return pending.readyOps();
  }

  /** Connects as the channel does. */
  boolean connect(SocketAddress remote) throws IOException {
    check(remote);
    return locked(() -> {
      if (!channel.isBlocking()) {
        return connectNonBlocking(remote);
      }
      Route route = attemptSan(remote, Long.MAX_VALUE);
      return route == null || overTcp(route, true, inner -> inner.connect(remote));
    });
  }

  /** What an address is not good for, the JDK says before it looks at the channel. */
  private static void check(SocketAddress remote) {
    if (!(Objects.requireNonNull(remote) instanceof InetSocketAddress given)) {
      throw new UnsupportedAddressTypeException();
    }
    if (given.isUnresolved()) {
      throw new UnresolvedAddressException();
    }
  }

  /** Connects as the socket adaptor does; 0 milliseconds is for ever. */
  void connect(SocketAddress remote, int millis) throws IOException {
    if (!channel.isOpen()) {
      // The JDK's adaptor notices at the end, as if it was closed meanwhile.
      throw new AsynchronousCloseException();
    }
    locked(() -> {
      if (!channel.isBlocking()) {
        throw new IllegalBlockingModeException();
      }
      long deadline = Deadline.after(Deadline.nanosOfMillis(millis));
      Route route = attemptSan(remote, Deadline.left(deadline));
      return route == null || overTcp(route, true, inner -> {
        inner.socket().connect(remote, Deadline.millisLeft(deadline));
        return true;
      });
    });
  }

  boolean finishConnect() throws IOException {
    return locked(pending::finish);
  }

  /** The channel is being closed (BLK-3). */
  void cancel() {
    ConnectAttempt current = attempt;
    if (current != null) {
      current.cancel();
    }
    pending.cancel();
  }

  private boolean connectNonBlocking(SocketAddress remote) throws IOException {
    InetSocketAddress target = targetOfNew(remote);
    return target == null
        ? overTcp(Route.tcp(RouteReason.SOCKET_KIND, ""), false, inner -> inner.connect(remote))
        : pending.begin(target, remote);
  }

  /** {@return as target, also null where TCP/IP has to say that there is a connect already} */
  private @Nullable InetSocketAddress targetOfNew(SocketAddress remote) throws IOException {
    if (channel.state.stream() != null) {
      throw new AlreadyConnectedException();
    }
    channel.state.notPending();
    return channel.isConnected() || channel.isConnectionPending() ? null : target(remote);
  }

  /** Connects over a SAN and returns null, or returns why it has to be TCP/IP. */
  private @Nullable Route attemptSan(SocketAddress remote, long nanos) throws IOException {
    InetSocketAddress target = targetOfNew(remote);
    if (target == null) {
      return Route.tcp(RouteReason.SOCKET_KIND, "");
    }
    channel.state.connecting(target);
    Outcome outcome = await(target, nanos);
    return switch (outcome) {
      case Connected(var stream) -> {
        channel.state.connectedOverSan(stream);
        yield null;
      }
      case UseTcp(var route) -> route;
      case Failed(var message, var detail) -> throw Failures.connect(message);
    };
  }

  private Outcome await(InetSocketAddress target, long nanos) throws IOException {
    ConnectAttempt started = core.connect(target, channel.state::bindForSan, nanos);
    attempt = started;
    Outcome outcome = null;
    boolean completed = false;
    channel.beginBlocking();
    try {
      if (channel.mayWait()) {
        outcome = started.await(nanos);
      }
      completed = outcome != null && channel.isOpen();
    } finally {
      attempt = null;
      if (outcome == null) {
        started.cancel();
      }
      endAwait(completed, outcome);
    }
    if (outcome == null) {
      throw new SocketTimeoutException("Connect timed out");
    }
    return outcome;
  }

  private void endAwait(boolean completed, @Nullable Outcome outcome)
      throws AsynchronousCloseException {
    try {
      channel.endBlocking(completed);
    } catch (AsynchronousCloseException e) {
      if (outcome instanceof Connected(var stream)) {
        stream.reset(EndReason.CANCELLED);
      }
      throw e;
    }
  }

  /** One way to connect the inner channel. */
  private interface TcpConnect {
    boolean connect(SocketChannel inner) throws IOException;
  }

  private boolean overTcp(Route route, boolean blocking, TcpConnect connect)
      throws IOException {
    boolean connected = connect.connect(channel.state.freshForTcp(blocking));
    channel.state.connectedOverTcp();
    count(route);
    return connected;
  }

  private void count(Route route) throws IOException {
    channel.state.countBy(
        core.countTcp(route, false, channel.state.localOrNull(), channel.state.remote()));
  }

  /** A connect or finishConnect. */
  private interface Step {
    boolean run() throws IOException;
  }

  /** Runs with both locks; a failed connect closes the channel, as in the JDK. */
  private boolean locked(Step step) throws IOException {
    try {
      channel.readLock.lock();
      channel.writeLock.lock();
      try {
        channel.checkOpen();
        return step.run();
      } finally {
        if (!pending.isUnderWay()) {
          channel.state.notConnecting();
        }
        channel.writeLock.unlock();
        channel.readLock.unlock();
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** {@return the address to try over a SAN, or null if TCP/IP has to say what is wrong} */
  private @Nullable InetSocketAddress target(SocketAddress remote) throws IOException {
    if (!(remote instanceof InetSocketAddress given) || given.isUnresolved()) {
      return null;
    }
    InetAddress address = given.getAddress();
    if (!channel.state.reaches(address)) {
      return null;
    }
    if (!address.isAnyLocalAddress()) {
      return given;
    }
    byte[] loopback = address instanceof Inet4Address ? new byte[]{127, 0, 0, 1} : new byte[16];
    loopback[loopback.length - 1] = 1;
    return new InetSocketAddress(InetAddress.getByAddress(loopback), given.getPort());
  }
}
