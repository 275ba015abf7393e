package org.sanswitch.impl.asynchronous;

import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One read or write over a SAN that was asked for. */
final class Transfer implements OperationFuture.Operation {

  /** Where to or where from, in this order. */
  final ByteBuffer[] buffers;

  final Completion<Number> completion;

  private final SwitchAsynchronousSocketChannel channel;
  private final SanDirection direction;

  /** Whether it was asked for with several buffers: its result is a long then. */
  private final boolean several;

  /** Guard: lock of the direction. */
  private @Nullable Future<?> timer;

  private Transfer(SwitchAsynchronousSocketChannel channel, SanDirection direction,
      ByteBuffer[] buffers, boolean several, @Nullable Completion<Number> handler) {
    this.channel = channel;
    this.direction = direction;
    this.buffers = buffers;
    this.several = several;
    completion = handler != null
        ? handler
        : Completion.future(channel.group(), new OperationFuture<>(this));
  }

  /** {@return one that ends with a future} */
  static Transfer future(SwitchAsynchronousSocketChannel channel, SanDirection direction,
      ByteBuffer buffer) {
    return new Transfer(channel, direction, new ByteBuffer[]{buffer}, false, null);
  }

  /** {@return one that ends with a handler} */
  static <A> Transfer handler(SwitchAsynchronousSocketChannel channel, SanDirection direction,
      ByteBuffer[] buffers, boolean several, A attachment,
      CompletionHandler<? extends Number, ? super A> handler) {
    @SuppressWarnings("unchecked") // It gets a long for several buffers, and else an int.
    CompletionHandler<Number, ? super A> taking = (CompletionHandler<Number, ? super A>) handler;
    return new Transfer(channel, direction, buffers, several,
        Completion.handler(channel.group(), attachment, taking));
  }

  /** {@return whether there is nothing to do, and the JDK does not look at the connection either} */
  boolean isNothing() {
    return !several && !buffers[0].hasRemaining();
  }

  boolean hasRemaining() {
    for (ByteBuffer buffer : buffers) {
      if (buffer.hasRemaining()) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether RDMA may go straight between its buffer and the peer (SES-7)} */
  boolean isLarge(int from) {
    return buffers.length == 1 && buffers[0].isDirect() && buffers[0].remaining() >= from;
  }

  Number result(long count) {
    return several ? (Number) Long.valueOf(count) : (Number) Integer.valueOf((int) count);
  }

  void timer(Future<?> started) {
    timer = started;
  }

  void stopTimer() {
    Future<?> started = timer;
    if (started != null) {
      started.cancel(false);
    }
  }

  @Override
  public void await(long nanos) {
    direction.await(this, nanos);
  }

  @Override
  public void cancelled() {
    direction.cancel(this);
  }

  @Override
  public void closeChannel() {
    channel.closeQuietly();
  }
}
