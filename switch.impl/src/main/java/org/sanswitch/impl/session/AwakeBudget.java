package org.sanswitch.impl.session;

/**
 * How long one waiting thread at a time stays awake before it sleeps (ADR 149): it follows what staying
 * awake brings. Times are those of {@link System#nanoTime}.
 */
public interface AwakeBudget {

  /**
   * Begins to stay awake.
   *
   * @param virtual whether the thread is a virtual one
   * @param now the time
   * @return for how many nanoseconds; 0 if not at all, and then {@link #end} must not be called
   */
  long begin(boolean virtual, long now);

  /**
   * Ends to stay awake.
   *
   * @param over whether what was waited for has come
   * @param roundNanos how long the last few looks took. Where that is long, the thread did not run
   *     meanwhile: what it waited for came because another, maybe the peer, had the processor
   * @param now the time
   */
  void end(boolean over, long roundNanos, long now);

  /**
   * A wait that slept has ended.
   *
   * @param elapsedNanos how long it took in all
   */
  void slept(long elapsedNanos);
}
