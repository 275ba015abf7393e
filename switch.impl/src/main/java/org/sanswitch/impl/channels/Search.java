package org.sanswitch.impl.channels;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.sanswitch.impl.session.AwakeBudget;

/**
 * How a selection finds what is ready: first on SANs, in memory; then awake for a while, if there are
 * hot keys and it pays; then asleep in the platform's selector. Guard: the selector's monitor, but for
 * {@link #wakeup} and {@link #wakeSleeper}.
 *
 * <p>No wake-up is lost: who has something to tell tells first and then looks whether the selection
 * sleeps; this says first that it sleeps, and then looks for the last time.
 */
final class Search {

  /** While only SANs have something, or may have, the platform is asked once in that time. */
  private static final long PLATFORM_NANOS = 20_000;

  /** Looks at single keys between two looks at the clock. */
  private static final int ROUNDS = 16;

  private final Selector inner;
  private final AwakeBudget budget;
  private final BooleanSupplier ended;
  private final SanKeys san = new SanKeys(this::found);
  private final Consumer<SelectionKey> belowFound = this::foundBelow;
  private final List<SwitchSelectionKey> found = new ArrayList<>();

  /** Whether the platform had nothing the last time. */
  private boolean quiet;

  /** When the platform was asked the last time. */
  private long asked = System.nanoTime() - PLATFORM_NANOS;

  /** Whether wakeup was called since the last selection. Guard: atomic. */
  private final AtomicBoolean woken = new AtomicBoolean();

  /** Whether a selection is about to sleep or sleeps, and nobody has woken it. Guard: atomic. */
  private final AtomicBoolean asleep = new AtomicBoolean();

  /**
   * Makes it.
   *
   * @param inner the platform's selector
   * @param budget for how long it stays awake
   * @param ended whether the selector is closed
   */
  Search(Selector inner, AwakeBudget budget, BooleanSupplier ended) {
    this.inner = inner;
    this.budget = budget;
    this.ended = ended;
  }

  SanKeys san() {
    return san;
  }

  /** Ends this selection or the next one; any thread. */
  void wakeup() {
    woken.set(true);
    wakeSleeper();
  }

  /** Has a selection that sleeps look again; any thread. */
  void wakeSleeper() {
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      inner.wakeup();
    }
  }

  /** Begins a selection. */
  void begin() {
    // An action that threw has left some.
    found.forEach(SwitchSelectionKey::takeFound);
    found.clear();
  }

  /**
   * Finds what is ready; waits until there is something, unless something else ends the wait.
   *
   * @param nanos how long at most; 0 for not at all, {@link Long#MAX_VALUE} for ever
   * @return the keys that were found
   */
  List<SwitchSelectionKey> find(long nanos) throws IOException {
    if (lookAtSan()) {
      if (!quiet || System.nanoTime() - asked >= PLATFORM_NANOS) {
        lookAtPlatform();
      }
    } else if (nanos == 0 || isOver()) {
      lookAtPlatform();
    } else if (found.isEmpty()) {
      await(nanos);
    }
    woken.set(false);
    return found;
  }

  private boolean isOver() {
    return woken.get() || Thread.currentThread().isInterrupted() || ended.getAsBoolean();
  }

  private boolean lookAtSan() {
    san.takeTold();
    return san.look();
  }

  /** Asks the platform, without waiting. */
  void lookAtPlatform() throws IOException {
    quiet = inner.keys().isEmpty() || inner.selectNow(belowFound) == 0;
    asked = System.nanoTime();
  }

  private void await(long nanos) throws IOException {
    long start = System.nanoTime();
    if (isAwakeForIt(start, nanos)) {
      return;
    }
    boolean slept = false;
    while (found.isEmpty() && !isOver()) {
      long left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
      if (left <= 0) {
        lookAtPlatform();
        break;
      }
      sleep(left);
      slept = true;
      lookAtSan();
    }
    if (slept) {
      budget.slept(System.nanoTime() - start);
    }
  }

  /** Stays awake while there are hot keys and it pays; {@return whether the selection is over}. */
  private boolean isAwakeForIt(long start, long nanos) throws IOException {
    if (!san.isHot()) {
      return false;
    }
    long awake = Math.min(budget.begin(Thread.currentThread().isVirtual(), start), nanos);
    if (awake <= 0) {
      return false;
    }
    long before = start;
    while (true) {
      boolean ready = lookOften();
      long now = System.nanoTime();
      if (!ready && now - asked >= PLATFORM_NANOS) {
        lookAtPlatform();
      }
      boolean over = ready || !found.isEmpty() || isOver();
      if (over || !san.isHot() || now - start >= awake) {
        budget.end(ready, now - before, now);
        return over;
      }
      before = now;
    }
  }

  private boolean lookOften() {
    int rounds = Math.max(1, ROUNDS / Math.max(1, san.size()));
    for (int i = 0; i < rounds; i++) {
      if (lookAtSan()) {
        return true;
      }
      if (woken.get()) {
        return false;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private void sleep(long nanos) throws IOException {
    asleep.set(true);
    quiet = false;
    try {
      if (!san.sleep() || woken.get()) {
        return;
      }
      if (nanos == Long.MAX_VALUE) {
        inner.select(belowFound);
      } else {
        inner.select(belowFound, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
      }
      asked = System.nanoTime();
    } finally {
      asleep.set(false);
    }
  }

  private void foundBelow(SelectionKey below) {
    try {
      found((SwitchSelectionKey) below.attachment(), below.readyOps());
    } catch (CancelledKeyException e) {
      // Another thread has cancelled ours meanwhile, or has closed its channel.
    }
  }

  private void found(SwitchSelectionKey key, int ops) {
    if (key.found(ops)) {
      found.add(key);
    }
  }
}
