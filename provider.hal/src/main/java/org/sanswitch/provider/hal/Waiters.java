package org.sanswitch.provider.hal;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads that wait in WSPGetOverlappedResult for one socket. One of them at a time sleeps in
 * the adapter's completion queue; the others sleep on a condition, and one of them takes its place
 * when it leaves. Whoever completes something for them wakes them all.
 *
 * <p>No wake is lost, and yet the one who completes pays no memory barrier to find out that nobody
 * waits: a waiter first counts itself ({@link #enter}), then drains, which takes the drain lock, and
 * only then sleeps. Whoever completed something and left the drain lock before that is seen by the
 * drain; whoever takes it later sees the count.
 */
final class Waiters {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guard: written with {@link #lock}, read by anyone. Threads that wait. */
  private volatile int present;

  /** Guard: written with {@link #lock}, read by anyone. One of them is in the adapter. */
  private volatile boolean inAdapter;

  /** Guard: {@link #lock}. Counts wakes. */
  private int wakes;

  /** Guard: {@link #lock}. The next wait ends at once. */
  private boolean remembered;

  /** {@return number of threads that wait} */
  int present() {
    return present;
  }

  /** {@return whether a thread sleeps in the adapter, or is about to} */
  boolean isInAdapter() {
    return inAdapter;
  }

  /** {@return a ticket for the other functions, or -1 if a wake was remembered: do not wait} */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written with the lock only
  int enter() {
    lock.lock();
    try {
      if (remembered) {
        remembered = false;
        return -1;
      }
      present++;
      return wakes;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a wait; pairs with {@link #enter} that gave a ticket. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written with the lock only
  void leave() {
    lock.lock();
    try {
      present--;
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@return whether there was a wake since the ticket}
   *
   * @param ticket what enter gave
   */
  boolean isWoken(int ticket) {
    lock.lock();
    try {
      return wakes != ticket;
    } finally {
      lock.unlock();
    }
  }

  /** {@return whether the caller is the one that sleeps in the adapter now} */
  boolean takeAdapter() {
    lock.lock();
    try {
      if (inAdapter) {
        return false;
      }
      inAdapter = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The caller does not sleep in the adapter any longer; another may. */
  void leaveAdapter() {
    lock.lock();
    try {
      inAdapter = false;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sleeps on the condition, unless there is something to look at already.
   *
   * @param ticket what enter gave
   * @param before what {@link Completions#told} gave when the wait began
   * @param completions the completions
   * @param nanos how long at most
   */
  @SuppressWarnings("WaitNotInLoop") // may end early; the caller loops
  void sleep(int ticket, int before, Completions completions, long nanos) {
    lock.lock();
    try {
      if (wakes == ticket && completions.told() == before) {
        changed.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Wakes those that wait, since something completed.
   *
   * @param self 1 if the caller is one of those that wait, else 0
   * @return whether one of them sleeps in the adapter, and has to be woken there
   */
  boolean completed(int self) {
    if (present <= self) {
      return false;
    }
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return inAdapter;
  }

  /**
   * Ends all waits; remembered for the next one, which may be about to begin.
   *
   * @return whether one of them sleeps in the adapter, and has to be woken there
   */
  boolean wake() {
    lock.lock();
    try {
      wakes++;
      remembered = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return inAdapter;
  }
}
