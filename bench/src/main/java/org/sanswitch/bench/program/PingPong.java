package org.sanswitch.bench.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/**
 * One message there and the same back. A round trip lasts from the end of the one before to its own
 * end, so each contains one reading of the clock and one entry in the histogram.
 */
final class PingPong {

  private static final long LONGEST_NANOS = 10_000_000_000L;
  private static final int DIGITS = 3;
  private static final int WARMUP_SLICES = 10;

  /** What the server allocates for its first messages is not counted: classes are loaded. */
  private static final int UNCOUNTED = 1000;

  private final SocketChannel channel;
  private final Pattern pattern;
  private final ByteBuffer answer;
  private final Histogram histogram = new Histogram(LONGEST_NANOS, DIGITS);
  private long offset;

  private PingPong(SocketChannel channel, Task task) {
    this.channel = channel;
    pattern = new Pattern(task.verify(), task.bytes());
    answer = ByteBuffer.allocateDirect(task.bytes());
  }

  /** Asks, and prints how long the answers took. */
  static void client(SocketChannel channel, Task task) throws IOException {
    PingPong pingPong = new PingPong(channel, task);
    for (int i = 0; i < WARMUP_SLICES; i++) {
      pingPong.roundTrips(task.warmupMillis() * 1_000_000L / WARMUP_SLICES);
    }
    Histogram histogram = pingPong.histogram;
    histogram.reset();
    long before = Output.allocated();
    long nanos = pingPong.roundTrips(task.measureMillis() * 1_000_000L);
    long allocated = Output.allocated() - before;

    Output.print(Output.P50, histogram.getValueAtPercentile(50));
    Output.print(Output.P99, histogram.getValueAtPercentile(99));
    Output.print(Output.P999, histogram.getValueAtPercentile(99.9));
    Output.print(Output.MESSAGES, histogram.getTotalCount());
    Output.print(Output.NANOS, nanos);
    Output.print(Output.ALLOCATED, allocated);
  }

  private long roundTrips(long nanos) throws IOException {
    int bytes = answer.capacity();
    long start = System.nanoTime();
    long last = start;
    while (last - start < nanos) {
      Transfer.write(channel, pattern.window(offset, bytes));
      Transfer.readFully(channel, answer.clear());
      pattern.check(offset, answer);
      offset += bytes;
      long now = System.nanoTime();
      histogram.recordValue(Math.min(now - last, LONGEST_NANOS));
      last = now;
    }
    return last - start;
  }

  /** Sends everything back until the stream ends. */
  static void server(SocketChannel channel, Task task) throws IOException {
    ByteBuffer message = ByteBuffer.allocateDirect(task.bytes());
    long messages = 0;
    long before = 0;
    while (Transfer.read(channel, message.clear())) {
      Transfer.write(channel, message);
      if (++messages == UNCOUNTED) {
        before = Output.allocated();
      }
    }
    Output.print(Output.ALLOCATED, messages < UNCOUNTED ? 0 : Output.allocated() - before);
  }
}
