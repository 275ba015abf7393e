package org.sanswitch.bench.program;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;

/**
 * Round trips over an asynchronous channel of the default group: each step is begun by the handler
 * of the step before. One step at a time is under way, and its completion hands all fields on.
 */
final class AsyncPingPong extends Load {

  private final AsynchronousSocketChannel channel;
  private final Pattern pattern;
  private final ByteBuffer answer;
  private final boolean counts;
  private Burst burst = new Burst(0);
  private long offset;
  private long last;

  private AsyncPingPong(AsynchronousSocketChannel channel, Task task, boolean counts) {
    this.channel = channel;
    this.counts = counts;
    pattern = new Pattern(task.verify(), task.bytes());
    answer = ByteBuffer.allocateDirect(task.bytes());
  }

  /**
   * Connects.
   *
   * @param counts whether what the JVM's threads allocate is counted with this one
   */
  static AsyncPingPong open(Task task, InetSocketAddress address, boolean counts)
      throws IOException {
    AsynchronousSocketChannel channel = AsynchronousSocketChannel.open();
    Burst.await(channel.connect(address), 0);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return new AsyncPingPong(channel, task, counts);
  }

  @Override
  long warmUp(long nanos) throws IOException {
    return burst(nanos);
  }

  @Override
  long burst(long nanos) throws IOException {
    burst = new Burst(nanos);
    last = burst.start();
    send();
    return burst.await();
  }

  private final CompletionHandler<Integer, ByteBuffer> sent = new CompletionHandler<>() {
    @Override
    public void completed(Integer count, ByteBuffer message) {
      if (message.hasRemaining()) {
        channel.write(message, message, this);
      } else {
        channel.read(answer, answer, received);
      }
    }

    @Override
    public void failed(Throwable cause, ByteBuffer message) {
      burst.failed(cause);
    }
  };

  private final CompletionHandler<Integer, ByteBuffer> received = new CompletionHandler<>() {
    @Override
    public void completed(Integer count, ByteBuffer into) {
      if (count < 0) {
        burst.failed(new EOFException("the stream ended after " + into.position() + " of "
            + into.limit() + " bytes of an answer"));
      } else if (into.hasRemaining()) {
        channel.read(into, into, this);
      } else {
        answered();
      }
    }

    @Override
    public void failed(Throwable cause, ByteBuffer into) {
      burst.failed(cause);
    }
  };

  private void send() {
    answer.clear();
    ByteBuffer message = pattern.window(offset, answer.capacity());
    channel.write(message, message, sent);
  }

  private void answered() {
    try {
      pattern.check(offset, answer.flip());
    } catch (IOException e) {
      burst.failed(e);
      return;
    }
    offset += answer.capacity();
    long now = System.nanoTime();
    took(now - last);
    last = now;
    if (burst.goesOn(now)) {
      send();
    }
  }

  /** Handlers run in any thread of the group. */
  @Override
  long allocatedSoFar() {
    return counts ? Output.allocatedByAll() : 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
