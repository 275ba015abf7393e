package org.sanswitch.provider.hal;

import java.util.concurrent.TimeUnit;

/**
 * The bounds of the hardware abstraction.
 *
 * @param flushNanos how long an adapter has to complete the operations of a socket that is closed
 * @param cleanupNanos how long WSPCleanup waits for sockets and for the progress thread
 * @param tickNanos how often the progress thread looks after sockets that nobody polls any longer
 */
record Limits(long flushNanos, long cleanupNanos, long tickNanos) {

  static final int FLUSH_TIMEOUT_MS = 500;
  static final int CLEANUP_TIMEOUT_MS = 2000;
  static final int TICK_US = 1000;

  /** What rules without a configuration. */
  static final Limits DEFAULT =
      new Limits(
          TimeUnit.MILLISECONDS.toNanos(FLUSH_TIMEOUT_MS),
          TimeUnit.MILLISECONDS.toNanos(CLEANUP_TIMEOUT_MS),
          TimeUnit.MICROSECONDS.toNanos(TICK_US));
}
