package org.sanswitch.impl.asynchronous;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.session.TrafficCounter;

/** Reads and writes of a channel over TCP/IP: the platform does them, here the bytes are counted. */
final class TcpTransfers {

  private final SwitchAsynchronousSocketChannel channel;
  private final AsynchronousState state;

  /** What the last operation with a future has left to count. Guard: volatile. */
  private volatile @Nullable OperationFuture<Integer> lastRead;

  /** The same of writes. Guard: volatile. */
  private volatile @Nullable OperationFuture<Integer> lastWrite;

  TcpTransfers(SwitchAsynchronousSocketChannel channel, AsynchronousState state) {
    this.channel = channel;
    this.state = state;
  }

  Future<Integer> read(AsynchronousSocketChannel inner, ByteBuffer dst) {
    OperationFuture<Integer> future = future(inner.read(dst), false);
    settle(lastRead);
    lastRead = future;
    return future;
  }

  Future<Integer> write(AsynchronousSocketChannel inner, ByteBuffer src) {
    OperationFuture<Integer> future = future(inner.write(src), true);
    settle(lastWrite);
    lastWrite = future;
    return future;
  }

  private OperationFuture<Integer> future(Future<Integer> ofPlatform, boolean out) {
    OperationFuture<Integer> future = new OperationFuture<>(new Close());
    future.follow(ofPlatform, count -> {
      count(count, out);
      return count;
    });
    future.settle();
    return future;
  }

  <A> void read(AsynchronousSocketChannel inner, ByteBuffer dst, long timeout, TimeUnit unit,
      A attachment, CompletionHandler<Integer, ? super A> handler) {
    inner.read(dst, timeout, unit, attachment, new Counting<>(handler, false));
  }

  <A> void read(AsynchronousSocketChannel inner, ByteBuffer[] dsts, int offset, int length,
      long timeout, TimeUnit unit, A attachment, CompletionHandler<Long, ? super A> handler) {
    inner.read(dsts, offset, length, timeout, unit, attachment, new Counting<>(handler, false));
  }

  <A> void write(AsynchronousSocketChannel inner, ByteBuffer src, long timeout, TimeUnit unit,
      A attachment, CompletionHandler<Integer, ? super A> handler) {
    inner.write(src, timeout, unit, attachment, new Counting<>(handler, true));
  }

  <A> void write(AsynchronousSocketChannel inner, ByteBuffer[] srcs, int offset, int length,
      long timeout, TimeUnit unit, A attachment, CompletionHandler<Long, ? super A> handler) {
    inner.write(srcs, offset, length, timeout, unit, attachment, new Counting<>(handler, true));
  }

  /** Counts what nobody has looked at. */
  void settle() {
    settle(lastRead);
    settle(lastWrite);
  }

  private static void settle(@Nullable OperationFuture<Integer> future) {
    if (future != null) {
      future.settle();
    }
  }

  private void count(@Nullable Number count, boolean out) {
    state.count();
    TrafficCounter counter = state.counter();
    if (counter == null || count == null || count.longValue() <= 0) {
      return;
    }
    if (out) {
      counter.sent(count.longValue());
    } else {
      counter.received(count.longValue());
    }
  }

  /** Stands before a handler of the application; the platform calls it on a thread of the group. */
  private final class Counting<V extends Number, A> implements CompletionHandler<V, A> {
    private final CompletionHandler<V, ? super A> handler;
    private final boolean out;

    Counting(CompletionHandler<V, ? super A> handler, boolean out) {
      this.handler = handler;
      this.out = out;
    }

    @Override
    public void completed(V count, A attachment) {
      count(count, out);
      Handlers.within(channel.group(), () -> handler.completed(count, attachment));
    }

    @Override
    public void failed(Throwable failure, A attachment) {
      Handlers.within(channel.group(), () -> handler.failed(failure, attachment));
    }
  }

  /** What a future of the platform cannot do for us. */
  private final class Close implements OperationFuture.Operation {
    @Override
    public void cancelled() {
      throw new IllegalStateException("the platform's future was to be cancelled");
    }

    @Override
    public void closeChannel() {
      channel.closeQuietly();
    }
  }
}
