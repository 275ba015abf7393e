package org.sanswitch.bench.program;

import java.io.Closeable;
import java.io.IOException;
import org.HdrHistogram.Histogram;

/** What the client does on one connection, in a thread of its own. */
abstract class Load implements Closeable {

  private static final long LONGEST_NANOS = 10_000_000_000L;
  private static final int DIGITS = 3;

  private final Histogram histogram = new Histogram(LONGEST_NANOS, DIGITS);
  private long messages;
  private long start;
  private long end;
  private long allocated;

  /**
   * Does it as long as said, or a little longer.
   *
   * @return how many messages were exchanged
   */
  abstract long warmUp(long nanos) throws IOException;

  /**
   * Does the same for about as long, as it is to be measured.
   *
   * @return how many messages were exchanged
   */
  abstract long burst(long nanos) throws IOException;

  /** Does it, and keeps what came out. */
  final void measure(long nanos) throws IOException {
    histogram.reset();
    long before = allocatedSoFar();
    start = System.nanoTime();
    messages = burst(nanos);
    end = System.nanoTime();
    allocated = allocatedSoFar() - before;
  }

  /** {@return what has been allocated for it, in bytes: by its thread, if that does the work} */
  long allocatedSoFar() {
    return Output.allocated();
  }

  /** Notes how long one exchange took. */
  final void took(long nanos) {
    histogram.recordValue(Math.min(Math.max(nanos, 0), LONGEST_NANOS));
  }

  /** {@return what {@link #took} has noted; empty where single messages are not timed} */
  final Histogram histogram() {
    return histogram;
  }

  final long messages() {
    return messages;
  }

  /** {@return when the measurement began, by the clock of {@code System.nanoTime}} */
  final long start() {
    return start;
  }

  /** {@return when it ended} */
  final long end() {
    return end;
  }

  /** {@return what the thread allocated meanwhile, in bytes} */
  final long allocated() {
    return allocated;
  }
}
