package org.sanswitch.bench.program;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Round trips by the clock, with sleep between them. A message is due one pace after the one before
 * was due. If the thread could sleep until then, the round trip is timed from when it awoke: how
 * late a sleeper is woken is not the wire's doing, and the next message is due a pace after that.
 * If the answer before came too late for that, the round trip is timed from when its message was
 * due, so that a stall counts for every message that it has held up.
 */
final class Paced extends PingPong {

  private final long pace;

  Paced(Wire wire, Task task) {
    super(wire, task);
    pace = TimeUnit.MICROSECONDS.toNanos(task.timing().paceMicros());
  }

  /** At full speed until half the time is over: at the pace the compiler would never be done. */
  @Override
  long warmUp(long nanos) throws IOException {
    long count = roundTrips(nanos / 2);
    var _ = burst(nanos / 2); // as many as the pace says, so they tell nothing of the speed
    return count;
  }

  @Override
  long burst(long nanos) throws IOException {
    long start = System.nanoTime();
    long due = start + pace;
    long count = 0;
    long end = start;
    while (end - start < nanos) {
      long from = due;
      if (System.nanoTime() - due < 0) {
        sleepUntil(due);
        from = System.nanoTime();
      }
      roundTrip();
      end = System.nanoTime();
      took(end - from);
      due = from + pace;
      count++;
    }
    return count;
  }

  static void sleepUntil(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
