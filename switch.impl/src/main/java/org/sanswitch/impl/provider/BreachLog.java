package org.sanswitch.impl.provider;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts breaches of contract by one provider and logs them, at most one line in ten seconds. */
final class BreachLog {

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String provider;
  private final LongSupplier nanoTime;
  private final AtomicLongArray counts = new AtomicLongArray(Breach.values().length);
  private final AtomicLong nextLineNanos;
  private final AtomicLong lines = new AtomicLong();

  BreachLog(String provider, LongSupplier nanoTime) {
    this.provider = provider;
    this.nanoTime = nanoTime;
    this.nextLineNanos = new AtomicLong(nanoTime.getAsLong());
  }

  void add(Breach breach, @Nullable Throwable cause) {
    long count = counts.incrementAndGet(breach.ordinal());
    long now = nanoTime.getAsLong();
    long next = nextLineNanos.get();
    if (now - next >= 0 && nextLineNanos.compareAndSet(next, now + INTERVAL_NANOS)) {
      lines.incrementAndGet();
      // The logger is asked for late: a start without warnings must not initialise logging.
      System.getLogger(BreachLog.class.getName())
        .log(Level.WARNING, "provider " + provider
            + " breaks its contract: " + breach.text() + ", " + count + " times so far", cause);
    }
  }

  long count(Breach breach) {
    return counts.get(breach.ordinal());
  }

  long total() {
    long total = 0;
    for (int i = 0; i < counts.length(); i++) {
      total += counts.get(i);
    }
    return total;
  }

  /** {@return number of lines that were logged} */
  long lines() {
    return lines.get();
  }
}
