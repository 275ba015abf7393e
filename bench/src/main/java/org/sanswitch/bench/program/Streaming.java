package org.sanswitch.bench.program;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Messages one way, in bursts: the length of the burst, its bytes, and when all of them have been
 * counted by the receiver, their number back. The time is the sender's, from before the first write
 * until the number has come back.
 */
final class Streaming {

  private static final int READ_BUFFER = 64 * 1024;

  /** A burst of the warm-up grows until it lasts this long. */
  private static final long WARMUP_BURST_NANOS = 50_000_000;

  private final SocketChannel channel;
  private final Pattern pattern;
  private final int bytes;
  private final ByteBuffer number = ByteBuffer.allocateDirect(Long.BYTES);
  private long offset;

  private Streaming(SocketChannel channel, Task task, int longest) {
    this.channel = channel;
    bytes = task.bytes();
    pattern = new Pattern(task.verify(), longest);
  }

  /** Sends, and prints how long it took. */
  static void client(SocketChannel channel, Task task) throws IOException {
    Streaming streaming = new Streaming(channel, task, task.bytes());
    long messages = streaming.warmUp(task.warmupMillis() * 1_000_000L,
        task.measureMillis() * 1_000_000L);
    long before = Output.allocated();
    long nanos = streaming.burst(messages);
    long allocated = Output.allocated() - before;

    Output.print(Output.MESSAGES, messages);
    Output.print(Output.NANOS, nanos);
    Output.print(Output.ALLOCATED, allocated);
  }

  /** {@return how many messages will last for the time to be measured} */
  private long warmUp(long warmupNanos, long measureNanos) throws IOException {
    long start = System.nanoTime();
    long messages = 1;
    long nanos = burst(messages);
    while (System.nanoTime() - start < warmupNanos) {
      if (nanos < WARMUP_BURST_NANOS) {
        messages *= 2;
      }
      nanos = burst(messages);
    }
    return Math.max(1, (long) ((double) messages * measureNanos / nanos));
  }

  private long burst(long messages) throws IOException {
    long total = messages * bytes;
    long start = System.nanoTime();
    Transfer.write(channel, number.clear().putLong(total).flip());
    for (long i = 0; i < messages; i++) {
      Transfer.write(channel, pattern.window(offset, bytes));
      offset += bytes;
    }
    Transfer.readFully(channel, number.clear());
    long nanos = System.nanoTime() - start;
    if (number.getLong(0) != total) {
      throw new IOException(number.getLong(0) + " of " + total + " bytes arrived");
    }
    return nanos;
  }

  /** Receives burst after burst until the stream ends. */
  static void server(SocketChannel channel, Task task) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(Math.max(READ_BUFFER, task.bytes()));
    Streaming streaming = new Streaming(channel, task, buffer.capacity());
    long allocated = 0;
    while (Transfer.read(channel, streaming.number.clear())) {
      long before = Output.allocated();
      long total = streaming.number.getLong(0);
      streaming.receive(total, buffer);
      Transfer.write(channel, streaming.number.clear().putLong(total).flip());
      allocated = Output.allocated() - before;
    }
    Output.print(Output.ALLOCATED, allocated);
  }

  private void receive(long total, ByteBuffer buffer) throws IOException {
    long left = total;
    while (left > 0) {
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
      int count = channel.read(buffer);
      if (count < 0) {
        throw new EOFException("the stream ended " + left + " bytes before the end of a burst of "
            + total);
      }
      pattern.check(offset, buffer.flip());
      offset += count;
      left -= count;
    }
  }
}
