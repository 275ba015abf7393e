package org.sanswitch.impl.asynchronous;

import java.io.IOException;
import java.nio.channels.AcceptPendingException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.channels.Companions;
import org.sanswitch.impl.session.SanStream;

/**
 * Accepts over TCP/IP and over all SANs (LIS-3): one accept at a time. With each the
 * platform's channel accepts too; what it has accepted when a SAN was faster is for the next one.
 */
final class Accepts {

  /** What has arrived, oldest of its way: a session, a channel of the platform, or its failure. */
  private sealed interface Arrival {}

  private record San(SanStream stream) implements Arrival {}

  private record Tcp(AsynchronousSocketChannel channel) implements Arrival {}

  private record Failure(Throwable cause) implements Arrival {}

  private final SwitchAsynchronousServerSocketChannel channel;
  private final AsynchronousServerSocketChannel inner;
  private final Companions companions;

  // All guarded by this.
  private @Nullable Completion<AsynchronousSocketChannel> pending;
  private @Nullable Arrival ahead;
  private boolean tcpAsked;
  private boolean tcpFirst;
  private boolean closed;

  Accepts(SwitchAsynchronousServerSocketChannel channel, AsynchronousServerSocketChannel inner,
      Companions companions) {
    this.channel = channel;
    this.inner = inner;
    this.companions = companions;
  }

  Future<AsynchronousSocketChannel> accept(Completion<AsynchronousSocketChannel> completion) {
    Arrival arrival;
    synchronized (this) {
      if (pending != null) {
        throw new AcceptPendingException();
      }
      arrival = poll();
      if (arrival == null) {
        pending = completion;
      }
    }
    // Also where a session waits: the next accept is TCP/IP's turn, however many sessions wait.
    askTcp();
    if (arrival != null) {
      // Never on this stack: so does the JDK here, though not elsewhere.
      end(arrival, completion, true);
    } else {
      arrived();
    }
    return completion.returned();
  }

  /** {@return what is to be accepted next, by turns} Guard: this. */
  private @Nullable Arrival poll() {
    if (closed) {
      return new Failure(new AsynchronousCloseException());
    }
    tcpFirst = !tcpFirst;
    Arrival first = tcpFirst ? takeAhead() : companions.poll(San::new);
    if (first != null) {
      return first;
    }
    return tcpFirst ? companions.poll(San::new) : takeAhead();
  }

  private @Nullable Arrival takeAhead() {
    Arrival taken = ahead;
    ahead = null;
    return taken;
  }

  private void askTcp() {
    synchronized (this) {
      if (tcpAsked || ahead != null || closed) {
        return;
      }
      tcpAsked = true;
    }
    inner.accept(null, new Platform());
  }

  /** Called by the platform on a thread of the group. */
  private final class Platform
      implements
        CompletionHandler<AsynchronousSocketChannel, @Nullable Object> {
    @Override
    public void completed(AsynchronousSocketChannel accepted, @Nullable Object nothing) {
      cameByTcp(new Tcp(accepted));
    }

    @Override
    public void failed(Throwable failure, @Nullable Object nothing) {
      cameByTcp(new Failure(failure));
    }
  }

  private void cameByTcp(Arrival arrival) {
    boolean late;
    synchronized (this) {
      tcpAsked = false;
      late = closed || channel.isAcceptKilled();
      ahead = late ? null : arrival;
    }
    if (late) {
      discard(arrival);
    } else {
      Handlers.within(channel.group(), this::goOn);
    }
  }

  /** A session may have arrived. May be called inside upcalls. */
  void arrived() {
    Completion<AsynchronousSocketChannel> waiting;
    synchronized (this) {
      waiting = pending;
    }
    if (waiting != null && companions.isReady()) {
      channel.group().end(this::goOn, waiting.hasHandler());
    }
  }

  /** Ends the pending accept if something has arrived: on a thread of the group for a handler. */
  private void goOn() {
    Completion<AsynchronousSocketChannel> completion;
    Arrival arrival;
    synchronized (this) {
      completion = pending;
      arrival = completion == null ? null : poll();
      if (arrival == null) {
        return;
      }
      pending = null;
    }
    if (completion != null) {
      end(arrival, completion, false);
    }
  }

  private void end(Arrival arrival, Completion<AsynchronousSocketChannel> completion,
      boolean later) {
    AsynchronousSocketChannel accepted = null;
    Throwable failure = null;
    try {
      accepted = switch (arrival) {
        case San(var stream) -> channel.overSan(stream);
        case Tcp(var ofPlatform) -> channel.overTcp(ofPlatform);
        case Failure(var cause) -> throw cause;
      };
    } catch (Throwable e) {
      failure = e;
    }
    if (later) {
      completion.endLater(accepted, failure);
    } else {
      completion.endInGroup(accepted, failure);
    }
    closeIfCancelled(accepted, completion);
  }

  /** Nobody will ever get it (ACC-2). */
  private static void closeIfCancelled(@Nullable AsynchronousSocketChannel accepted,
      Completion<AsynchronousSocketChannel> completion) {
    OperationFuture<AsynchronousSocketChannel> future = completion.future();
    if (accepted != null && future != null && future.isCancelled()) {
      try {
        accepted.close();
      } catch (IOException e) {
        // It is as closed as it can be.
      }
    }
  }

  private static void discard(Arrival arrival) {
    if (arrival instanceof Tcp(var accepted)) {
      try {
        accepted.close();
      } catch (IOException e) {
        // It is gone already.
      }
    }
  }

  /** The pending accept was cancelled. */
  void cancel() {
    Arrival left;
    synchronized (this) {
      pending = null;
      left = takeAhead();
    }
    if (left != null) {
      discard(left);
    }
  }

  /** The channel is closed. */
  void close() {
    Completion<AsynchronousSocketChannel> waiting;
    Arrival left;
    synchronized (this) {
      closed = true;
      waiting = pending;
      pending = null;
      left = takeAhead();
    }
    if (left != null) {
      discard(left);
    }
    if (waiting != null) {
      waiting.endLater(null, new AsynchronousCloseException());
    }
  }
}
