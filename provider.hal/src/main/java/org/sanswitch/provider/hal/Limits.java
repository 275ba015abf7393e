package org.sanswitch.provider.hal;

import java.util.concurrent.TimeUnit;
import org.sanswitch.settings.SettingsReader;

/**
 * The bounds of the hardware abstraction.
 *
 * @param flushNanos how long an adapter has to complete the operations of a socket that is closed
 * @param cleanupNanos how long WSPCleanup waits for sockets and for the progress thread
 * @param tickNanos how often the progress thread looks after sockets that nobody polls any longer
 * @param cache how much the registration cache keeps
 */
record Limits(long flushNanos, long cleanupNanos, long tickNanos, CacheBounds cache) {

  private static final int MINUTE_MILLIS = 60_000;
  private static final int FLUSH_MILLIS = 500;
  private static final int CLEANUP_MILLIS = 2000;
  private static final int TICK_MICROS = 1000;

  /** What rules without a configuration. */
  static final Limits DEFAULT =
      new Limits(
          TimeUnit.MILLISECONDS.toNanos(FLUSH_MILLIS),
          TimeUnit.MILLISECONDS.toNanos(CLEANUP_MILLIS),
          TimeUnit.MICROSECONDS.toNanos(TICK_MICROS));

  /** Bounds with the default registration cache. */
  Limits(long flushNanos, long cleanupNanos, long tickNanos) {
    this(flushNanos, cleanupNanos, tickNanos, CacheBounds.DEFAULT);
  }

  /** {@return what an operator has set; what is not allowed is told by the reader} */
  static Limits read(SettingsReader reader) {
    return new Limits(
        TimeUnit.MILLISECONDS
          .toNanos(reader.number("flush.timeout.ms", 1, MINUTE_MILLIS, FLUSH_MILLIS)),
        TimeUnit.MILLISECONDS
          .toNanos(reader.number("cleanup.timeout.ms", 1, MINUTE_MILLIS, CLEANUP_MILLIS)),
        TimeUnit.MICROSECONDS.toNanos(reader.number("tick.us", 100, 100_000, TICK_MICROS)),
        CacheBounds.read(reader));
  }
}
