package org.sanswitch.impl.asynchronous;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.impl.channels.Failures;
import org.sanswitch.impl.session.ConnectAttempt;
import org.sanswitch.impl.session.ConnectAttempt.Connected;
import org.sanswitch.impl.session.ConnectAttempt.Failed;
import org.sanswitch.impl.session.ConnectAttempt.Outcome;
import org.sanswitch.impl.session.ConnectAttempt.UseTcp;
import org.sanswitch.impl.session.SwitchCore;

/** Connects an asynchronous channel: over a SAN where the switch says so, else over TCP/IP. */
final class AsynchronousConnector implements OperationFuture.Operation {

  private final SwitchAsynchronousSocketChannel channel;
  private final AsynchronousState state;
  private final SwitchCore core;

  /** A connect that is under way over a SAN. */
  private record Pending(ConnectAttempt attempt, Completion<Void> completion) {}

  /** Guard: atomic. */
  private final AtomicReference<@Nullable Pending> pending = new AtomicReference<>();

  AsynchronousConnector(SwitchAsynchronousSocketChannel channel, AsynchronousState state,
      SwitchCore core) {
    this.channel = channel;
    this.state = state;
    this.core = core;
  }

  Future<Void> connect(SocketAddress remote) {
    return connect(remote, Completion.future(channel.group(), new OperationFuture<>(this)));
  }

  <A> void connect(SocketAddress remote, A attachment,
      CompletionHandler<Void, ? super A> handler) {
    connect(remote, Completion.handler(channel.group(), attachment, handler));
  }

  private Future<Void> connect(SocketAddress remote, Completion<Void> completion) {
    if (!channel.isOpen()) {
      completion.endHere(null, new ClosedChannelException());
      return completion.returned();
    }
    InetSocketAddress given = checked(remote);
    try {
      state.connecting(given);
    } catch (ClosedChannelException e) {
      completion.endHere(null, new AsynchronousCloseException());
      return completion.returned();
    }
    start(given, completion);
    return completion.returned();
  }

  private static InetSocketAddress checked(SocketAddress remote) {
    if (!(Objects.requireNonNull(remote) instanceof InetSocketAddress given)) {
      throw new UnsupportedAddressTypeException();
    }
    if (given.isUnresolved()) {
      throw new UnresolvedAddressException();
    }
    return given;
  }

  private void start(InetSocketAddress given, Completion<Void> completion) {
    ConnectAttempt started =
        core.connect(reached(given), state::bindForSan, Long.MAX_VALUE);
    Outcome now = started.await(0);
    if (now != null) {
      finish(given, now, completion, true);
      return;
    }
    pending.set(new Pending(started, completion));
    if (!channel.isOpen()) {
      close();
      return;
    }
    // One of the switch's own threads tells; what follows may take a while.
    started.whenEnded(() -> channel.group().background().execute(() -> ended(given, started)));
  }

  /** {@return where the kernel would connect to} */
  private static InetSocketAddress reached(InetSocketAddress given) {
    InetAddress address = given.getAddress();
    if (!address.isAnyLocalAddress()) {
      return given;
    }
    byte[] loopback = address instanceof Inet4Address ? new byte[]{127, 0, 0, 1} : new byte[16];
    loopback[loopback.length - 1] = 1;
    try {
      return new InetSocketAddress(InetAddress.getByAddress(loopback), given.getPort());
    } catch (IOException e) {
      throw new IllegalStateException("not an address: " + loopback.length + " bytes", e);
    }
  }

  private void ended(InetSocketAddress given, ConnectAttempt over) {
    Outcome outcome = over.await(0);
    Pending connect = pending.getAndSet(null);
    if (connect != null && outcome != null) {
      finish(given, outcome, connect.completion, false);
    } else if (outcome instanceof Connected(var stream)) {
      stream.reset(EndReason.CANCELLED);
    }
  }

  private void finish(InetSocketAddress given, Outcome outcome, Completion<Void> completion,
      boolean here) {
    switch (outcome) {
      case Connected(var stream) -> {
        try {
          state.connectedOverSan(stream);
          end(completion, null, here);
        } catch (IOException e) {
          end(completion, e, here);
        }
      }
      case UseTcp(var route) -> overTcpSafely(given, route, completion, here);
      case Failed(var message, var _) -> failed(completion, Failures.connect(message), here);
    }
  }

  private static void end(Completion<Void> completion, @Nullable Throwable failure,
      boolean here) {
    if (here) {
      completion.endHere(null, failure);
    } else {
      completion.endLater(null, failure);
    }
  }

  /** A connect that fails closes the channel, as the JDK's does. */
  private void failed(Completion<Void> completion, Throwable failure, boolean here) {
    channel.closeQuietly();
    end(completion, failure, here);
  }

  private void overTcpSafely(InetSocketAddress given, Route route, Completion<Void> completion,
      boolean here) {
    try {
      overTcp(given, route, completion);
    } catch (ClosedChannelException e) {
      end(completion, new AsynchronousCloseException(), here);
    } catch (RuntimeException e) {
      failed(completion, e, here);
    }
  }

  private void overTcp(InetSocketAddress given, Route route, Completion<Void> completion)
      throws ClosedChannelException {
    AsynchronousSocketChannel platform;
    try {
      platform = state.freshForTcp();
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      failed(completion, e, false);
      return;
    }
    state.connectingOverTcp(route);
    OperationFuture<Void> future = completion.future();
    if (future == null) {
      platform.connect(given, completion, new Platform());
    } else {
      Future<Void> rest = platform.connect(given);
      if (!future.follow(rest, this::counted)) {
        rest.cancel(false);
      }
    }
  }

  private @Nullable Void counted(@Nullable Void nothing) {
    state.count();
    return nothing;
  }

  /** Called by the platform on a thread of the group, whose handler this stands before. */
  private final class Platform implements CompletionHandler<Void, Completion<Void>> {
    @Override
    public void completed(Void nothing, Completion<Void> completion) {
      state.count();
      Handlers.within(channel.group(), () -> completion.endInGroup(null, null));
    }

    @Override
    public void failed(Throwable failure, Completion<Void> completion) {
      channel.closeQuietly();
      Handlers.within(channel.group(), () -> completion.endInGroup(null, failure));
    }
  }

  /** The channel is being closed (BLK-3). */
  void close() {
    Pending connect = pending.getAndSet(null);
    if (connect != null) {
      connect.attempt.cancel();
      connect.completion.endLater(null, new AsynchronousCloseException());
    }
  }

  /** The future was cancelled (BLK-3): the channel stays as it is, good for nothing but close. */
  @Override
  public void cancelled() {
    Pending connect = pending.getAndSet(null);
    if (connect != null) {
      connect.attempt.cancel();
    }
  }

  @Override
  public void closeChannel() {
    channel.closeQuietly();
  }
}
