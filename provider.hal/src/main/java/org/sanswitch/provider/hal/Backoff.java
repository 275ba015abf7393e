package org.sanswitch.provider.hal;

import java.util.concurrent.locks.LockSupport;

/** How to wait for a lock that is held for a few hundred nanoseconds: spin, yield, then park. */
final class Backoff {

  private static final int SPINS = 64;
  private static final int YIELDS = 64;
  private static final long PARK_NANOS = 20_000;

  private Backoff() {}

  /**
   * Waits a little.
   *
   * @param round how often the caller has waited for this lock already, from 0
   */
  @SuppressWarnings("ThreadPriorityCheck") // the holder may need this very processor
  static void pause(int round) {
    if (round < SPINS) {
      Thread.onSpinWait();
    } else if (round < SPINS + YIELDS) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(PARK_NANOS);
    }
  }
}
