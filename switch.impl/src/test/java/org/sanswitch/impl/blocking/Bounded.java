package org.sanswitch.impl.blocking;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, each within one bound. */
final class Bounded {

  private static final long BOUND = TimeUnit.SECONDS.toNanos(20);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(1);

  private Bounded() {}

  static void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + BOUND;
    while (!condition.getAsBoolean()) {
      if (end - System.nanoTime() < 0) {
        throw new AssertionError("not in 20 s: " + what);
      }
      LockSupport.parkNanos(LOOK);
    }
  }
}
