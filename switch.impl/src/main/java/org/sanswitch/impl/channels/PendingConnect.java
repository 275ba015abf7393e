package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.Route;
import org.sanswitch.impl.session.ConnectAttempt;
import org.sanswitch.impl.session.ConnectAttempt.Connected;
import org.sanswitch.impl.session.ConnectAttempt.Failed;
import org.sanswitch.impl.session.ConnectAttempt.Outcome;
import org.sanswitch.impl.session.ConnectAttempt.UseTcp;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.SwitchCore;

/**
 * A connect in non-blocking mode: over SANs first, and where that ends with TCP/IP, over TCP/IP at once,
 * in the thread that learns of it. So OP_CONNECT is told when finishConnect succeeds or throws, and
 * never before (ADR 191).
 *
 * <p>Lock order: this, then that of the channel's state.
 */
final class PendingConnect {

  private final SwitchSocketChannel channel;
  private final SwitchCore core;

  // All guarded by this.
  private @Nullable ConnectAttempt attempt;
  private @Nullable SocketAddress remote;
  private @Nullable SanStream stream;
  private @Nullable Route route;
  private @Nullable IOException failure;

  /** Whether finishConnect has something to tell of which TCP/IP does not. Guard: as above, volatile. */
  private volatile boolean ready;

  PendingConnect(SwitchSocketChannel channel, SwitchCore core) {
    this.channel = channel;
    this.core = core;
  }

  /** {@return OP_CONNECT if finishConnect would succeed or throw, and TCP/IP does not tell so} */
  int readyOps() {
    return ready ? SelectionKey.OP_CONNECT : 0;
  }

  /** {@return whether a connect has begun over a SAN and finishConnect has not ended it} */
  synchronized boolean isUnderWay() {
    return attempt != null || stream != null || failure != null;
  }

  /**
   * Begins. On a SAN it never ends at once: the JDK's does not either on this platform, so that there
   * are programs that wait for OP_CONNECT in all cases.
   *
   * @return whether it is connected over TCP/IP already
   */
  boolean begin(InetSocketAddress target, SocketAddress given) throws IOException {
    channel.state.connecting(target);
    // The inner channel is not watched meanwhile: it knows nothing.
    channel.connectMoved();
    ConnectAttempt started =
        core.connect(target, channel.state::bindForSan, Long.MAX_VALUE);
    synchronized (this) {
      remote = given;
      attempt = started;
    }
    if (!channel.isOpen()) {
      cancel();
      throw new AsynchronousCloseException();
    }
    started.whenEnded(this::ended);
    synchronized (this) {
      if (failure != null && route != null) {
        throw takeFailure(failure);
      }
    }
    return channel.isConnected();
  }

  /** The attempt may have ended. */
  private void ended() {
    synchronized (this) {
      ConnectAttempt current = attempt;
      Outcome how = current == null ? null : current.await(0);
      if (how == null) {
        return;
      }
      attempt = null;
      settle(how);
    }
    channel.connectMoved();
  }

  private void settle(Outcome how) {
    switch (how) {
      case Connected(var made) -> {
        stream = made;
        ready = true;
      }
      case Failed(var message, var detail) -> {
        failure = Failures.connect(message);
        ready = true;
      }
      case UseTcp(var by) -> {
        route = by;
        connectOverTcp();
      }
    }
  }

  private void connectOverTcp() {
    try {
      ready = channel.state.freshForTcp(false).connect(remote);
      channel.state.connectedOverTcp();
    } catch (IOException e) {
      failure = e;
      ready = true;
    }
  }

  /** Ends a connect that has come about; waits for it in blocking mode. */
  boolean finish() throws IOException {
    if (channel.isBlocking()) {
      await();
    }
    ended();
    SanStream made;
    synchronized (this) {
      if (failure != null) {
        throw takeFailure(failure);
      }
      if (attempt != null) {
        return false;
      }
      made = stream;
      stream = null;
      ready = false;
    }
    if (made == null) {
      return finishOverTcp();
    }
    channel.state.connectedOverSan(made);
    channel.connectMoved();
    return true;
  }

  private IOException takeFailure(IOException e) {
    failure = null;
    ready = false;
    return e;
  }

  private void await() throws IOException {
    ConnectAttempt current;
    synchronized (this) {
      current = attempt;
    }
    if (current == null) {
      return;
    }
    boolean completed = false;
    channel.beginBlocking();
    try {
      completed = channel.mayWait() && current.await(Long.MAX_VALUE) != null;
    } finally {
      channel.endBlocking(completed);
    }
  }

  private boolean finishOverTcp() throws IOException {
    boolean connected = channel.isConnected();
    if (!connected) {
      SocketChannel tcp = channel.state.forTcp();
      if (tcp.isBlocking() != channel.isBlocking()) {
        tcp.configureBlocking(channel.isBlocking());
      }
      connected = tcp.finishConnect();
    }
    Route by;
    synchronized (this) {
      by = connected ? route : null;
      route = connected ? null : route;
    }
    if (by != null) {
      channel.state.countBy(
          core.countTcp(by, false, channel.state.localOrNull(), channel.state.remote()));
    }
    return connected;
  }

  /** The channel is being closed (BLK-3). */
  void cancel() {
    ConnectAttempt current;
    SanStream left;
    synchronized (this) {
      current = attempt;
      attempt = null;
      left = stream;
      stream = null;
      ready = false;
    }
    if (current != null) {
      current.cancel();
    }
    if (left != null) {
      left.close();
    }
  }
}
