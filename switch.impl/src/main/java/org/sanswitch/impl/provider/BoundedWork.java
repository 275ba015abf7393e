package org.sanswitch.impl.provider;

import java.util.concurrent.CountDownLatch;

/**
 * Runs code of others that may hang, and waits for it within bounds. On threads; a simulation puts
 * its own in their place, so that a whole switch runs on one thread.
 */
public interface BoundedWork {

  /** Each task on a daemon thread of its own, by the clock of the JVM. */
  BoundedWork THREADS = new BoundedThreads();

  /**
   * Starts a task.
   *
   * @param name name of its thread
   * @param task what to do
   * @return opens when the task has ended, however it ended
   */
  CountDownLatch start(String name, Runnable task);

  /**
   * Waits for a latch; an interrupt does not end the wait, it is kept for the caller.
   *
   * @param latch the latch
   * @param nanos how long at most; not positive: looks once
   * @return whether it has opened in time
   */
  boolean await(CountDownLatch latch, long nanos);

  /**
   * Runs a task.
   *
   * @param name name of its thread
   * @param task what to do
   * @param nanos how long to wait for it at most
   * @return whether it ended in time; if not, it goes on alone
   */
  default boolean run(String name, Runnable task, long nanos) {
    return await(start(name, task), nanos);
  }
}
