package org.sanswitch.impl.channels;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.session.ConnectAttempt;
import org.sanswitch.impl.session.ConnectAttempt.Connected;
import org.sanswitch.impl.session.ConnectAttempt.Failed;
import org.sanswitch.impl.session.ConnectAttempt.Outcome;
import org.sanswitch.impl.session.ConnectAttempt.UseTcp;
import org.sanswitch.impl.session.SwitchCore;

/** Connects a {@code java.net} socket: over a SAN where the switch says so, else over TCP/IP. */
final class SocketConnector {

  private final SwitchSocketImpl socket;
  private final SwitchCore core;
  private final boolean direct;

  /** The attempt under way, for cancel. */
  private volatile @Nullable ConnectAttempt attempt;

  /** Whether the inner socket was bound for the SAN only; used by the connecting thread. */
  private boolean boundForSan;

  SocketConnector(SwitchSocketImpl socket, SwitchCore core, boolean direct) {
    this.socket = socket;
    this.core = core;
    this.direct = direct;
  }

  /** Connects; 0 milliseconds is for ever. */
  void connect(SocketAddress remote, int millis) throws IOException {
    if (!(remote instanceof InetSocketAddress given)) {
      throw new IOException("Unsupported address type");
    }
    boolean proxied = !direct && ProxyCheck.isProxied(given);
    if (proxied || given.isUnresolved()) {
      overTcp(given, millis, Route.tcp(RouteReason.PROXY, ""));
      return;
    }
    InetSocketAddress target = given.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLocalHost(), given.getPort())
        : given;
    long deadline = Deadline.after(Deadline.nanosOfMillis(millis));
    switch (await(target, deadline)) {
      case Connected(var stream) -> socket.connectedSan(stream, target);
      case UseTcp(var route) -> {
        freshInner();
        overTcp(given, Deadline.millisLeft(deadline), route);
      }
      case Failed(var message, var detail) -> throw Failures.connect(message);
    }
  }

  /** The socket is being closed (BLK-3). */
  void cancel() {
    ConnectAttempt current = attempt;
    if (current != null) {
      current.cancel();
    }
  }

  private Outcome await(InetSocketAddress target, long deadline) throws IOException {
    ConnectAttempt started = core.connect(target, this::bind, Deadline.left(deadline));
    attempt = started;
    Outcome outcome = null;
    try {
      outcome = awaitUninterrupted(started, deadline);
    } finally {
      attempt = null;
      if (outcome == null) {
        started.cancel();
      }
    }
    return outcome;
  }

  private Outcome awaitUninterrupted(ConnectAttempt started, long deadline) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        socket.checkOpen();
        interrupted |= SocketStream.clearInterrupt();
        long left = Deadline.left(deadline);
        if (left <= 0) {
          throw new SocketTimeoutException("Connect timed out");
        }
        Outcome outcome = started.await(left);
        if (outcome != null) {
          return outcome;
        }
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (InterruptedIOException e) {
      throw new SocketException("Closed by interrupt");
    } finally {
      SocketStream.restoreInterrupt(interrupted);
    }
  }

  private InetSocketAddress bind(InetAddress local) throws IOException {
    Socket inner = socket.holder();
    if (!inner.isBound()) {
      inner.bind(new InetSocketAddress(local, 0));
      boundForSan = true;
    }
    InetAddress bound = inner.getLocalAddress();
    return new InetSocketAddress(bound.isAnyLocalAddress() ? local : bound, inner.getLocalPort());
  }

  /** Takes an inner socket as the application knows it, not bound by us. */
  private void freshInner() throws IOException {
    if (!boundForSan) {
      return;
    }
    boundForSan = false;
    Socket old = socket.holder();
    Socket fresh = socket.newInner();
    try {
      fresh.setSoTimeout(old.getSoTimeout());
      fresh.setOOBInline(old.getOOBInline());
      for (SocketOption<?> option : old.supportedOptions()) {
        copy(option, old, fresh);
      }
    } catch (IOException | RuntimeException e) {
      fresh.close();
      throw e;
    }
    socket.replaceInner(fresh);
  }

  /** Copies an option that differs, so that what the system chooses by itself stays its choice. */
  private static <T> void copy(SocketOption<T> option, Socket from, Socket to)
      throws IOException {
    T value = from.getOption(option);
    if (!Objects.equals(value, to.getOption(option))) {
      to.setOption(option, value);
    }
  }

  private void overTcp(InetSocketAddress remote, int millis, Route route) throws IOException {
    Socket inner = socket.holder();
    try {
      inner.connect(remote, millis);
    } catch (SocketTimeoutException e) {
      // The JDK's has no message where the SAN has left hardly any time.
      throw e.getMessage() == null ? new SocketTimeoutException("Connect timed out") : e;
    }
    socket.connectedTcp(core.countTcp(route, false,
        (InetSocketAddress) inner.getLocalSocketAddress(),
        (InetSocketAddress) inner.getRemoteSocketAddress()));
  }
}
