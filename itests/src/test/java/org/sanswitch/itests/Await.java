package org.sanswitch.itests;

import static org.junit.Assert.fail;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits, within a bound, for what another thread brings about. */
public final class Await {

  /** More where the processor is emulated. */
  private static final long BOUND_SECONDS = Long.getLong("plain.bound.seconds", 20);
  private static final int STEP_MILLIS = 10;

  private Await() {}

  /** {@return the first value that fits; fails with the last one seen} */
  public static <T> T value(String what, Callable<T> value, Predicate<T> fits) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    T last = value.call();
    while (!fits.test(last)) {
      if (System.nanoTime() > end) {
        fail(what + " within " + BOUND_SECONDS + " s; last seen: " + last);
      }
      Thread.sleep(STEP_MILLIS);
      last = value.call();
    }
    return last;
  }

  /** Waits until it is so; fails if it does not become so. */
  public static void until(String what, Callable<Boolean> holds) throws Exception {
    value(what, holds, Boolean::booleanValue);
  }
}
