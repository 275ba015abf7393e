package org.sanswitch.bench.program;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One message there and the same back. A round trip lasts from the end of the one before to its own
 * end, so each contains one reading of the clock and one entry in the histogram.
 */
class PingPong extends Load {

  /** What the server allocates for its first messages is not counted: classes are loaded. */
  static final int UNCOUNTED = 1000;

  private final Wire wire;
  private final Pattern pattern;
  private final ByteBuffer answer;
  private long offset;

  PingPong(Wire wire, Task task) {
    this.wire = wire;
    pattern = new Pattern(task.verify(), task.bytes());
    answer = ByteBuffer.allocateDirect(task.bytes());
  }

  @Override
  long warmUp(long nanos) throws IOException {
    return roundTrips(nanos);
  }

  @Override
  long burst(long nanos) throws IOException {
    return roundTrips(nanos);
  }

  /** One after the other without a pause; {@return how many} */
  final long roundTrips(long nanos) throws IOException {
    long start = System.nanoTime();
    long last = start;
    long count = 0;
    while (last - start < nanos) {
      roundTrip();
      long now = System.nanoTime();
      took(now - last);
      last = now;
      count++;
    }
    return count;
  }

  final void roundTrip() throws IOException {
    int bytes = answer.capacity();
    wire.write(pattern.window(offset, bytes));
    Transfer.readFully(wire, answer.clear());
    pattern.check(offset, answer);
    offset += bytes;
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }

  /** Sends everything back until the stream ends. {@return what the thread allocated, in bytes} */
  static long serve(Wire wire, Task task) throws IOException {
    ByteBuffer message = ByteBuffer.allocateDirect(task.bytes());
    long messages = 0;
    long before = 0;
    while (Transfer.read(wire, message.clear())) {
      wire.write(message);
      if (++messages == UNCOUNTED) {
        before = Output.allocated();
      }
    }
    return messages < UNCOUNTED ? 0 : Output.allocated() - before;
  }
}
