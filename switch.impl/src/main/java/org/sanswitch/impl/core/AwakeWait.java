package org.sanswitch.impl.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * How long threads that await a connection attempt stay awake before they sleep. An answer comes by
 * way of two or three other threads, some tens of microseconds each; to sleep meanwhile adds as much
 * again. Staying awake is given up where it does not pay, as where there are more threads than
 * processors, and tried again now and then.
 */
final class AwakeWait {

  /** A connect waits for several threads, a read for one: so much longer it may stay awake. */
  static final int SHARE = 4;

  /** Waits in vain after which it is only tried now and then. */
  private static final int PATIENCE = 4;

  /** Then one wait of so many is made awake. */
  private static final int TRIAL = 32;

  /** Looks between two looks at the clock. */
  private static final int LOOKS = 8;

  private final long mostNanos;
  private final int mostThreads;

  /** Guard: atomic. Number of threads that are awake. */
  private final AtomicInteger awake = new AtomicInteger();

  /** Guard: atomic. Waits in vain since the last one that was not. */
  private final AtomicInteger vain = new AtomicInteger();

  /**
   * Makes it.
   *
   * @param spinNanos how long a blocked call stays awake at most, by the operator's wish
   * @param processors number of processors of this JVM
   */
  AwakeWait(long spinNanos, int processors) {
    mostNanos = processors > 1 ? spinNanos * SHARE : 0;
    mostThreads = processors / 2;
  }

  /**
   * Looks again and again until it is over, within bounds.
   *
   * @param over looks; cheap, never blocks
   * @param nanos how long at most
   * @return whether it was over; if not, the caller sleeps
   */
  boolean until(BooleanSupplier over, long nanos) {
    long most = Math.min(mostNanos, nanos);
    if (most <= 0 || Thread.currentThread().isVirtual() || !isWorthIt()) {
      return false;
    }
    boolean paid = false;
    if (awake.incrementAndGet() <= mostThreads) {
      paid = look(over, most);
      vain.set(paid ? 0 : vain.get() + 1);
    }
    awake.decrementAndGet();
    return paid;
  }

  private boolean isWorthIt() {
    int before = vain.get();
    return before < PATIENCE || vain.incrementAndGet() % TRIAL == 0;
  }

  private static boolean look(BooleanSupplier over, long nanos) {
    long start = System.nanoTime();
    do {
      for (int i = 0; i < LOOKS; i++) {
        if (over.getAsBoolean()) {
          return true;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - start < nanos);
    return false;
  }
}
