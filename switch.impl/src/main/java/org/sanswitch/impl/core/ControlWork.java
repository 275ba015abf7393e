package org.sanswitch.impl.core;

import java.util.concurrent.Executor;

/**
 * What the switch does beside the application's threads: control work as soon as possible, and
 * timers. On threads; a simulation puts its own in their place.
 */
public interface ControlWork extends Executor {

  /**
   * Runs a task once.
   *
   * @param task what to do
   * @param delayMillis after how long, in milliseconds
   */
  void later(Runnable task, long delayMillis);

  /**
   * Runs a task again and again, until {@link #stop}.
   *
   * @param task what to do
   * @param periodMillis time before the first run and between two runs, in milliseconds
   */
  void every(Runnable task, long periodMillis);

  /** Ends it: what has not begun is dropped, and what comes later. */
  void stop();
}
