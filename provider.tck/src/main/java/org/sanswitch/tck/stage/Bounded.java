package org.sanswitch.tck.stage;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits that end. */
public final class Bounded {

  private static final int SPINS = 2000;
  private static final long TICK_MILLIS = 1;

  private Bounded() {}

  /**
   * Waits for something that others bring about.
   *
   * @param bound how long at most
   * @param condition what; may call down
   * @return whether it came
   * @throws InterruptedException if the check is ended
   */
  public static boolean await(Duration bound, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    for (int turn = 0; !condition.getAsBoolean(); turn++) {
      if (System.nanoTime() - end >= 0) {
        return condition.getAsBoolean();
      }
      if (turn < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.sleep(TICK_MILLIS);
      }
    }
    return true;
  }
}
