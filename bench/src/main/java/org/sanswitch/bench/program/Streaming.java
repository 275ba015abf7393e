package org.sanswitch.bench.program;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Messages one way, in bursts: the length of the burst, its bytes, and when all of them have been
 * counted by the receiver, their number back. The time is the sender's, from before the first write
 * until the number has come back.
 */
final class Streaming extends Load {

  private static final int READ_BUFFER = 64 * 1024;

  /** A burst of the warm-up grows until it lasts this long. */
  private static final long WARMUP_BURST_NANOS = 50_000_000;

  private final Wire wire;
  private final Pattern pattern;
  private final int bytes;
  private final ByteBuffer number = ByteBuffer.allocateDirect(Long.BYTES);
  private long offset;
  private long warmupMessages = 1;
  private double messagesPerNano;

  Streaming(Wire wire, Task task) {
    this(wire, task, task.bytes());
  }

  private Streaming(Wire wire, Task task, int longest) {
    this.wire = wire;
    bytes = task.bytes();
    pattern = new Pattern(task.verify(), longest);
  }

  @Override
  long warmUp(long nanos) throws IOException {
    long start = System.nanoTime();
    long sum = 0;
    long last = start;
    while (last - start < nanos) {
      long before = last;
      send(warmupMessages);
      last = System.nanoTime();
      sum += warmupMessages;
      messagesPerNano = (double) warmupMessages / Math.max(1, last - before);
      if (last - before < WARMUP_BURST_NANOS) {
        warmupMessages *= 2;
      }
    }
    return sum;
  }

  /** As many as have taken that long last. */
  @Override
  long burst(long nanos) throws IOException {
    long messages = Math.max(1, (long) (messagesPerNano * nanos));
    send(messages);
    return messages;
  }

  private void send(long messages) throws IOException {
    long total = messages * bytes;
    wire.write(number.clear().putLong(total).flip());
    for (long i = 0; i < messages; i++) {
      wire.write(pattern.window(offset, bytes));
      offset += bytes;
    }
    Transfer.readFully(wire, number.clear());
    if (number.getLong(0) != total) {
      throw new IOException(number.getLong(0) + " of " + total + " bytes arrived");
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }

  /**
   * Receives burst after burst until the stream ends. {@return what the thread allocated during the
   * last one, in bytes}
   */
  static long serve(Wire wire, Task task) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(Math.max(READ_BUFFER, task.bytes()));
    Streaming streaming = new Streaming(wire, task, buffer.capacity());
    long allocated = 0;
    while (Transfer.read(wire, streaming.number.clear())) {
      long before = Output.allocated();
      long total = streaming.number.getLong(0);
      streaming.receive(total, buffer);
      wire.write(streaming.number.clear().putLong(total).flip());
      allocated = Output.allocated() - before;
    }
    return allocated;
  }

  private void receive(long total, ByteBuffer buffer) throws IOException {
    long left = total;
    while (left > 0) {
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
      int count = wire.read(buffer);
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
