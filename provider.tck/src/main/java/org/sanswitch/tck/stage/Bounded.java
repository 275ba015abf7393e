package org.sanswitch.tck.stage;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits that end. */
public final class Bounded {

  private static final int SPINS = 2000;
  private static final long TICK_MILLIS = 1;

  /** Part of the bound in which it looks in any case, a tick each. */
  private static final int LOOKED = 20;

  private Bounded() {}

  /**
   * Waits for something that others bring about.
   *
   * <p>A machine that stood still until the bound was over says nothing of a provider: then it has
   * another part of the bound.
   *
   * @param bound how long at most, where the machine goes on
   * @param condition what; may call down
   * @return whether it came
   * @throws InterruptedException if the check is ended
   */
  public static boolean await(Duration bound, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + bound.toNanos();
    long least = SPINS + bound.toMillis() / LOOKED / TICK_MILLIS;
    for (long turn = 0; !condition.getAsBoolean(); turn++) {
      if (turn >= least && System.nanoTime() - end >= 0) {
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
