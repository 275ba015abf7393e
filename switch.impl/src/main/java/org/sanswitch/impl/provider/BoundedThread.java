package org.sanswitch.impl.provider;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs code of others that may hang: on a daemon thread, waited for within a bound. */
final class BoundedThread {

  private BoundedThread() {}

  static Thread start(String name, Runnable task) {
    return Thread.ofPlatform().daemon().name(name).start(task);
  }

  /**
   * Runs a task.
   *
   * @return whether it ended in time; if not, it goes on alone
   */
  static boolean run(String name, Runnable task, long nanos) {
    return join(start(name, task), nanos);
  }

  /**
   * Waits for a thread; an interrupt does not end the wait, it is kept for the caller.
   *
   * @return whether the thread ended in time
   */
  static boolean join(Thread thread, long nanos) {
    long deadline = System.nanoTime() + nanos;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          // Rounded up, so that a rest below a millisecond is not taken for "for ever".
          long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1;
          return millis > 0 ? thread.join(Duration.ofMillis(millis)) : !thread.isAlive();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
