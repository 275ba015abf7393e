package org.sanswitch.impl.session;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Timers of all sessions, run by one daemon thread: delayed acknowledgements, keep-alive, bounds of
 * negotiation and close. Its lock is the last one: nothing is called while it is held.
 */
final class Housekeeper {

  static final String THREAD_NAME = "sanswitch-housekeeper";

  /** Something to be done at a time; may be scheduled again and again. */
  abstract static class Task {

    /** Guard: lock of the housekeeper. */
    private long dueNanos;

    /** Guard: lock of the housekeeper. */
    private boolean queued;

    /** Does it; must not block. */
    abstract void run(long nowNanos);
  }

  private final LongSupplier clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();

  /** Guard: lock. Times are compared by difference, as nanoTime may wrap. */
  private final PriorityQueue<Task> queue =
      new PriorityQueue<>((Comparator<Task>) (a, b) -> Long.signum(a.dueNanos - b.dueNanos));

  /** Guard: lock. */
  private boolean closed;

  Housekeeper(LongSupplier nanoClock) {
    clock = nanoClock;
  }

  /** Starts the thread that runs what is due. */
  void start() {
    Thread.ofPlatform().daemon().name(THREAD_NAME).start(this::runUntilClosed);
  }

  /** Ends the thread; what is scheduled is not run. */
  void close() {
    lock.lock();
    try {
      closed = true;
      queue.clear();
      sooner.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long now() {
    return clock.getAsLong();
  }

  /** Has a task run after that time; if it waits already, at the earlier of the two times. */
  void schedule(Task task, long delayNanos) {
    long due = clock.getAsLong() + delayNanos;
    lock.lock();
    try {
      if (closed || (task.queued && task.dueNanos - due <= 0)) {
        return;
      }
      if (task.queued) {
        queue.remove(task);
      }
      task.dueNanos = due;
      task.queued = true;
      queue.add(task);
      if (queue.peek() == task) {
        sooner.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has a task not run. */
  void cancel(Task task) {
    lock.lock();
    try {
      if (task.queued) {
        queue.remove(task);
        task.queued = false;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Runs what is due now. */
  void runDue() {
    for (Task task = pollDue(); task != null; task = pollDue()) {
      try {
        task.run(clock.getAsLong());
      } catch (RuntimeException e) {
        Log.LOGGER.log(System.Logger.Level.ERROR, "a timer of a session failed", e);
      }
    }
  }

  private @Nullable Task pollDue() {
    lock.lock();
    try {
      Task first = queue.peek();
      if (first == null || first.dueNanos - clock.getAsLong() > 0) {
        return null;
      }
      queue.remove();
      first.queued = false;
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** {@return nanoseconds until a task is due, not positive if one is, the greatest without tasks} */
  long untilDue() {
    lock.lock();
    try {
      Task first = queue.peek();
      return first == null ? Long.MAX_VALUE : first.dueNanos - clock.getAsLong();
    } finally {
      lock.unlock();
    }
  }

  private void runUntilClosed() {
    while (awaitDue()) {
      runDue();
    }
  }

  private boolean awaitDue() {
    lock.lock();
    try {
      while (!closed) {
        long left = untilDue();
        if (left <= 0) {
          return true;
        }
        if (sooner.awaitNanos(left) <= 0) {
          return !closed;
        }
      }
      return false;
    } catch (InterruptedException e) {
      return !closed;
    } finally {
      lock.unlock();
    }
  }
}
