package org.sanswitch.impl.channels;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits in the platform's selector for a selection that sleeps in its provider (ADR 194). It finds nothing
 * itself: it wakes the selection, which asks the platform.
 *
 * <p>One thread at a time may be in the platform's selector, so the selecting thread calls {@link #stop}
 * before it is there itself. Guard: as the methods say.
 */
final class PlatformWatch implements Runnable {

  /** Bound of each wait, after which it is begun again. */
  private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final int OUT = 0;
  private static final int ASKED = 1;
  private static final int IN = 2;
  private static final int CLOSED = 3;

  private final Selector inner;
  private final Runnable found;

  /** Guard: atomic. OUT to ASKED, and to CLOSED, by the selecting thread; the rest by the watching one. */
  private final AtomicInteger state = new AtomicInteger();

  /** Guard: the selecting thread; made for the first watch. */
  private @Nullable Thread thread;

  /** Guard: volatile; the selecting thread while it waits in {@link #stop}. */
  private volatile @Nullable Thread stopping;

  /**
   * Makes it; nothing is watched.
   *
   * @param inner the platform's selector
   * @param found is called where it has something, in another thread
   */
  PlatformWatch(Selector inner, Runnable found) {
    this.inner = inner;
    this.found = found;
  }

  /** Selecting thread: {@return whether the platform is watched, and had nothing until a moment ago} */
  boolean isWatching() {
    int now = state.get();
    return now == ASKED || now == IN;
  }

  /** Selecting thread: watches until the platform has something, or stop is called. */
  void start() {
    if (!state.compareAndSet(OUT, ASKED)) {
      return;
    }
    Thread watching = thread;
    if (watching == null) {
      // Who keeps the thread when it has ended does not keep this (ADR 166).
      watching = Thread.ofPlatform()
        .daemon()
        .name("sanswitch-platform-watch")
        .inheritInheritableThreadLocals(false)
        .unstarted(new FutureTask<Void>(this, null));
      thread = watching;
      watching.start();
    } else {
      LockSupport.unpark(watching);
    }
  }

  /** Selecting thread: watches no longer; returns when the other thread is out of the selector. */
  void stop() {
    if (state.get() == OUT || state.compareAndSet(ASKED, OUT)) {
      return;
    }
    boolean interrupted = false;
    stopping = Thread.currentThread();
    while (state.get() == IN) {
      // Remembered, if it is not in there yet: nobody else is who could take it.
      inner.wakeup();
      LockSupport.parkNanos(this, SLICE_NANOS);
      interrupted |= Thread.interrupted();
    }
    stopping = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Selecting thread: ends the thread. */
  void close() {
    stop();
    state.set(CLOSED);
    LockSupport.unpark(thread);
  }

  @Override
  public void run() {
    while (state.get() != CLOSED) {
      if (state.compareAndSet(ASKED, IN)) {
        watch();
      } else {
        LockSupport.parkNanos(this, SLICE_NANOS);
      }
    }
  }

  private void watch() {
    boolean something = true;
    try {
      something = inner.select(any -> {
      }, TimeUnit.NANOSECONDS.toMillis(SLICE_NANOS)) > 0;
    } catch (IOException | ClosedSelectorException e) {
      // The selection finds out by itself.
    } finally {
      state.set(OUT);
      LockSupport.unpark(stopping);
    }
    if (something || stopping == null) {
      found.run();
    }
  }
}
