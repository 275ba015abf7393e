package org.sanswitch.impl.asynchronous;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import org.jspecify.annotations.Nullable;

/** Reads that follow each other, each begun in the handler of the one before. */
final class Chain implements CompletionHandler<Integer, @Nullable Object> {

  private final AsynchronousSocketChannel channel;
  private final ByteBuffer target;
  private final Told<Integer> done;

  private Chain(AsynchronousSocketChannel channel, ByteBuffer target, Told<Integer> done) {
    this.channel = channel;
    this.target = target;
    this.done = done;
  }

  /** Fills the buffer, then tells. */
  static void read(AsynchronousSocketChannel channel, ByteBuffer target, Told<Integer> done) {
    channel.read(target, null, new Chain(channel, target, done));
  }

  @Override
  public void completed(Integer count, @Nullable Object attachment) {
    if (count < 0 || !target.hasRemaining()) {
      done.completed(count, attachment);
    } else {
      channel.read(target, null, this);
    }
  }

  @Override
  public void failed(Throwable failure, @Nullable Object attachment) {
    done.failed(failure, attachment);
  }
}
