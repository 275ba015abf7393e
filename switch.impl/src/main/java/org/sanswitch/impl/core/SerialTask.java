package org.sanswitch.impl.core;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Work that is asked for by any thread, inside upcalls too, and done by one thread at a time. Asking
 * again while it is done makes it be done once more, so nothing that was asked for is lost.
 */
final class SerialTask implements Runnable {

  private final Runnable work;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  /** Where the task stands: IDLE → REQUESTED → RUNNING → IDLE, and RUNNING ⇄ AGAIN. */
  private enum State {
    IDLE, REQUESTED, RUNNING, AGAIN
  }

  SerialTask(Runnable work) {
    this.work = work;
  }

  /**
   * Asks for the work.
   *
   * @return whether the caller must now see to it that {@link #run} is called
   */
  boolean request() {
    while (true) {
      State now = state.get();
      State next = switch (now) {
        case IDLE, REQUESTED -> State.REQUESTED;
        case RUNNING, AGAIN -> State.AGAIN;
      };
      // Also where nothing changes: with a mere look, what the caller wrote before could still be on
      // its way when the work, which was asked for by another, reads it.
      if (state.compareAndSet(now, next)) {
        return now == State.IDLE;
      }
    }
  }

  /** Asks for the work and lets the executor do it. */
  void request(Executor executor) {
    if (request()) {
      executor.execute(this);
    }
  }

  /** Asks for the work and does it here, unless another thread is at it. */
  void requestHere() {
    if (request()) {
      run();
    }
  }

  /**
   * Asks for the work and does a share of it here, once, unless another thread is at it. What is asked
   * for meanwhile is left to the executor.
   *
   * @param share what is done here in place of the whole work
   * @param rest does the work if it is asked for meanwhile
   */
  void requestShare(Runnable share, Executor rest) {
    if (request() && state.compareAndSet(State.REQUESTED, State.RUNNING)) {
      guarded(share);
      if (!state.compareAndSet(State.RUNNING, State.IDLE)) {
        // Reads and writes in one, as in run.
        var _ = state.getAndSet(State.REQUESTED);
        rest.execute(this);
      }
    }
  }

  boolean isRequested() {
    return state.get() == State.REQUESTED;
  }

  /** Does the work if it was asked for and nobody is at it. */
  @Override
  public void run() {
    if (!state.compareAndSet(State.REQUESTED, State.RUNNING)) {
      return;
    }
    while (true) {
      guarded(work);
      if (state.compareAndSet(State.RUNNING, State.IDLE)) {
        return;
      }
      // Reads and writes in one: what was written before each request is seen by the next round.
      var _ = state.getAndSet(State.RUNNING);
    }
  }

  private static void guarded(Runnable what) {
    try {
      what.run();
    } catch (RuntimeException | Error e) {
      System.getLogger(SerialTask.class.getName()).log(Level.ERROR, "the switch failed", e);
    }
  }
}
