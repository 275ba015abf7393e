package org.sanswitch.provider.emu.fault;

import java.util.concurrent.TimeUnit;

/** A sleep that no completion ends. */
final class Sleeper {

  /** Guard: this. Ends the next sleep. */
  private boolean woken;

  /** Sleeps until woken, interrupted, or the time is over. */
  synchronized void sleep(long nanos) {
    long end = System.nanoTime() + nanos;
    try {
      long left = nanos;
      while (!woken && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = end - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    woken = false;
  }

  /** Ends the sleep, or the next one if there is none now. */
  synchronized void wake() {
    woken = true;
    notifyAll();
  }
}
