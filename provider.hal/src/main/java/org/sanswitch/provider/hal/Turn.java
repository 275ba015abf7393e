package org.sanswitch.provider.hal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.SanAdapter;

/**
 * Whose turn it is to process the adapter's events: that of a {@link TurnDriver}, a thread of the switch
 * that waits anyway, or else that of the progress thread.
 *
 * <p>Nobody is left waiting in the adapter beside the other: the progress thread says that it is inside, and
 * then looks whether somebody drives; who begins to drive says so, and then looks whether the progress thread
 * is inside, and wakes it. No event is left alone: while somebody drives, the progress thread looks once in a
 * tick whether it still does.
 */
final class Turn {

  /** Nobody drives for so long after several threads have asked for prompt upcalls in turns. */
  private static final long SHARED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** The adapter. */
  final SanAdapter adapter;

  /** For what may happen often. */
  final BoundedLog log;

  /** Wakes the progress thread where it does not wait in the adapter. */
  final Runnable recall;

  /** Held by whoever is inside processEvents. */
  final ReentrantLock inside = new ReentrantLock();

  /** Guard: atomic. Who drives, or null for the progress thread. */
  private final AtomicReference<@Nullable TurnDriver> driver = new AtomicReference<>();

  /** Guard: written by the progress thread. It is in the adapter, or is about to be. */
  private volatile boolean threadInside;

  /** Set once: nobody is to call the adapter any more. */
  private volatile boolean closed;

  /** Guard: written by anyone. The id of who has asked last, 0 for nobody; races only blur what is shared. */
  private volatile long asker;

  /** Guard: written by anyone. Until then nobody drives; races as for {@link #asker}. */
  private volatile long sharedUntil = System.nanoTime();

  /** Guard: the progress thread. Who drove at the last tick, and how often by then. */
  private @Nullable TurnDriver seen;

  /** Guard: the progress thread. */
  private long seenDrives;

  /**
   * Makes it; the turn is the progress thread's.
   *
   * @param adapter the adapter
   * @param log for what may happen often
   * @param recall wakes the progress thread where it does not wait in the adapter
   */
  Turn(SanAdapter adapter, BoundedLog log, Runnable recall) {
    this.adapter = adapter;
    this.log = log;
    this.recall = recall;
  }

  /** {@return whether it is not the progress thread's turn} */
  boolean isDriven() {
    return driver.get() != null;
  }

  /** {@return whether it is the turn of that one} */
  @SuppressWarnings("ReferenceEquality") // a driver is itself
  boolean isOf(TurnDriver asked) {
    return driver.get() == asked;
  }

  /** {@return whether a driver sleeps in the adapter, and so notices what happens} */
  boolean isWatched() {
    TurnDriver now = driver.get();
    return now != null && now.isAsleep();
  }

  /** {@return whether the calling thread is inside processEvents} */
  boolean isInside() {
    return inside.isHeldByCurrentThread();
  }

  /**
   * A driver wants the turn.
   *
   * @return whether it has it now
   */
  boolean take(TurnDriver wanting) {
    if (isOf(wanting)) {
      return true;
    }
    if (closed || sharedUntil - System.nanoTime() > 0
        || !driver.compareAndSet(null, wanting)) {
      return false;
    }
    if (closed) {
      driver.compareAndSet(wanting, null);
      return false;
    }
    if (threadInside) {
      adapter.wakeup();
    }
    return true;
  }

  /** Gives the turn to the progress thread, if it was that driver's. */
  void give(TurnDriver leaving) {
    if (driver.compareAndSet(leaving, null)) {
      recall.run();
    }
  }

  /**
   * Somebody asks for prompt upcalls. Where several threads do so in turns, what comes for one must not
   * wait until another, who drives, is back from what it does for itself: then nobody drives for a while.
   */
  void asked() {
    long now = Thread.currentThread().threadId();
    long before = asker;
    if (before != now) {
      asker = now;
      if (before != 0) {
        sharedUntil = System.nanoTime() + SHARED_NANOS;
      }
    }
  }

  /** {@return a value that changes when several threads ask for prompt upcalls} */
  long sharedUntil() {
    return sharedUntil;
  }

  /**
   * Progress thread: is about to wait in the adapter; pairs with {@link #threadLeaves}.
   *
   * @return whether it is its turn
   */
  boolean threadEnters() {
    threadInside = true;
    return driver.get() == null;
  }

  /** Progress thread: waits in the adapter no longer. */
  void threadLeaves() {
    threadInside = false;
  }

  /** Progress thread, once in a tick: takes the turn from a driver that has not driven since the last one. */
  @SuppressWarnings("ReferenceEquality") // a driver is itself
  void tick() {
    TurnDriver now = driver.get();
    if (now == null || inside.isLocked()) {
      seen = null;
      return;
    }
    long drives = now.drives();
    if (now == seen && drives == seenDrives) {
      driver.compareAndSet(now, null);
      seen = null;
    } else {
      seen = now;
      seenDrives = drives;
    }
  }

  /** Nobody drives from now on; who does is woken. */
  void close() {
    closed = true;
    driver.set(null);
    adapter.wakeup();
  }

  /**
   * After close: waits until nobody is inside the adapter.
   *
   * @param nanos how long at most
   * @return whether it is so; true also for one that is inside itself
   */
  boolean awaitEmpty(long nanos) {
    if (isInside()) {
      return true;
    }
    boolean interrupted = false;
    long end = System.nanoTime() + nanos;
    try {
      while (true) {
        try {
          boolean empty =
              inside.tryLock(Math.max(end - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
          if (empty) {
            inside.unlock();
          }
          return empty;
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
