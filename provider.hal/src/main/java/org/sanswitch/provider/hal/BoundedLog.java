package org.sanswitch.provider.hal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Logs what may happen very often: at most one line a second, with the number of those left out. */
final class BoundedLog {

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Logger logger;
  private final String name;
  private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());
  private final AtomicLong leftOut = new AtomicLong();

  /**
   * Makes a log.
   *
   * @param logger where to
   * @param name name of the provider, the start of every line
   */
  BoundedLog(Logger logger, String name) {
    this.logger = logger;
    this.name = name;
  }

  /**
   * Logs a warning, or counts it.
   *
   * @param text what happened, with the numbers
   * @param cause what caused it, or null
   */
  void warn(String text, @Nullable Throwable cause) {
    long now = System.nanoTime();
    long next = nextNanos.get();
    if (now - next < 0 || !nextNanos.compareAndSet(next, now + INTERVAL_NANOS)) {
      leftOut.incrementAndGet();
      return;
    }
    long missing = leftOut.getAndSet(0);
    String line = name + ": " + text + (missing == 0 ? "" : " (" + missing + " more left out)");
    logger.log(Level.WARNING, line, cause);
  }
}
