package org.sanswitch.impl.channels;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.sanswitch.impl.session.AwakeBudget;

/**
 * How a selection finds what is ready: first on SANs, in memory; then awake for a while, if it pays; then
 * asleep, in the provider where the platform has nothing to watch or another thread watches it, else in the
 * platform's selector (ADR 193, 194). Guard: the selector's monitor, but for {@link #wakeup} and {@link #wakeSleeper}.
 *
 * <p>No wake-up is lost: who has something to tell tells first and then looks whether the selection
 * sleeps; this says first that it sleeps, and then looks for the last time.
 */
final class Search {

  /** While only SANs have something, or may have, the platform is asked once in that time. */
  private static final long PLATFORM_NANOS = 20_000;

  /** About what a look at one key takes at most. */
  private static final long KEY_NANOS = 100;

  /** So often the platform must not have ended a sleep before another thread watches it. */
  private static final int CALM = 8;

  /** Looks at single keys between two looks at the clock. */
  private static final int ROUNDS = 16;

  private final Selector inner;
  private final AwakeBudget budget;
  private final Interruptible interruptible;
  private final Driving driving = new Driving();
  private final PlatformWatch watch;
  private final SanKeys san;
  private final Consumer<SelectionKey> belowFound = this::foundBelow;
  private final List<SwitchSelectionKey> found = new ArrayList<>();

  /** Whether the platform had nothing the last time. */
  private boolean quiet;

  /** Sleeps in a row that the platform did not end, nor anybody who wants to know exactly. */
  private int calm;

  /** When the platform was asked the last time. */
  private long asked = System.nanoTime() - PLATFORM_NANOS;

  /** Whether wakeup was called since the last selection. Guard: atomic. */
  private final AtomicBoolean woken = new AtomicBoolean();

  /** Whether it sleeps in the provider. Guard: volatile; written before {@link #asleep}. */
  private volatile boolean inProvider;

  /** Whether a selection is about to sleep or sleeps, and nobody has woken it. Guard: atomic. */
  private final AtomicBoolean asleep = new AtomicBoolean();

  /** What ends a selection from outside. */
  interface Interruptible {
    /** {@return whether the selector is closed} */
    boolean isOver();

    /** From now on an interrupt calls wakeup. */
    void begin();

    /** Ends what begin began. */
    void end();
  }

  /**
   * Makes it.
   *
   * @param inner the platform's selector
   * @param budget for how long it stays awake
   * @param interruptible what ends it
   */
  Search(Selector inner, AwakeBudget budget, Interruptible interruptible) {
    this.inner = inner;
    watch = new PlatformWatch(inner, this::wakeSleeper);
    san = new SanKeys(this::found, driving, this::stopWatch);
    this.budget = budget;
    this.interruptible = interruptible;
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
      if (inProvider) {
        driving.wake();
      } else {
        inner.wakeup();
      }
    }
  }

  /** Nothing is selected any more. */
  void close() {
    watch.close();
    driving.end();
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
        lookAtProvider();
        glanceAtPlatform();
      }
    } else if (nanos == 0 || isOver()) {
      lookAtProvider();
      lookAtPlatform();
      if (mayDrive()) {
        driving.looked(!found.isEmpty());
      }
    } else if (found.isEmpty()) {
      await(nanos);
    }
    driving.away();
    woken.set(false);
    return found;
  }

  private boolean isOver() {
    return woken.get() || Thread.currentThread().isInterrupted() || interruptible.isOver();
  }

  private boolean lookAtSan() {
    san.takeTold();
    return san.look();
  }

  private void lookAtProvider() {
    if (driving.look()) {
      lookAtSan();
    }
  }

  /** As {@link #lookAtPlatform}, but it may be a moment late to see something. */
  private void glanceAtPlatform() throws IOException {
    if (watch.isWatching()) {
      quiet = true;
      asked = System.nanoTime();
    } else {
      lookAtPlatform();
    }
  }

  private void stopWatch() {
    if (watch.isWatching()) {
      watch.stop();
      calm = 0;
    }
  }

  /** Asks the platform, without waiting. */
  void lookAtPlatform() throws IOException {
    stopWatch();
    quiet = inner.keys().isEmpty() || inner.selectNow(belowFound) == 0;
    asked = System.nanoTime();
    if (!quiet) {
      calm = 0;
    }
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
        glanceAtPlatform();
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

  /** Stays awake while there is something to look at and it pays; {@return whether the selection is over}. */
  private boolean isAwakeForIt(long start, long nanos) throws IOException {
    boolean drives = mayDrive();
    if (!san.isHot() && !drives) {
      return false;
    }
    long awake = Math.min(budget.begin(Thread.currentThread().isVirtual(), start), nanos);
    if (awake <= 0) {
      return false;
    }
    if (drives) {
      driving.begin();
    }
    long before = start;
    while (true) {
      boolean ready = lookOften();
      long now = System.nanoTime();
      // What many keys take is not the work of the scheduler.
      long round = Math.max(0, now - before - san.size() * KEY_NANOS);
      before = now;
      if (!ready && (san.isHot() ? driving.lookIfDue(now) : driving.look())) {
        ready = lookAtSan();
        before = System.nanoTime();
      }
      if (!ready && now - asked >= PLATFORM_NANOS) {
        glanceAtPlatform();
      }
      boolean over = ready || !found.isEmpty() || isOver();
      if (over || !san.isHot() && !driving.isDriving() || now - start >= awake) {
        budget.end(ready, round, now);
        return over;
      }
    }
  }

  /** Where the platform often has something, the selection sleeps there, and cannot drive then. */
  private boolean mayDrive() {
    return driving.isPossible()
        && (calm >= CALM || inner.keys().isEmpty() || watch.isWatching());
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
    boolean drives = mayDrive() && !Thread.currentThread().isVirtual() && driving.begin();
    if (!drives) {
      // Before it says that it sleeps: who watches the platform would take the wake-up that is for the sleeper.
      stopWatch();
      driving.end();
    }
    inProvider = drives;
    asleep.set(true);
    quiet = false;
    try {
      if (!san.sleep() || woken.get()) {
        return;
      }
      if (drives) {
        sleepInProvider(nanos);
      } else {
        sleepInPlatform(nanos);
      }
      asked = System.nanoTime();
    } finally {
      asleep.set(false);
    }
  }

  private void sleepInProvider(long nanos) throws IOException {
    boolean watched = !inner.keys().isEmpty();
    if (watched) {
      watch.start();
    }
    interruptible.begin();
    try {
      driving.sleep(nanos);
    } finally {
      interruptible.end();
    }
    if (watched && !watch.isWatching()) {
      lookAtPlatform();
    }
  }

  private void sleepInPlatform(long nanos) throws IOException {
    int count = nanos == Long.MAX_VALUE
        ? inner.select(belowFound)
        : inner.select(belowFound, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999));
    calm = count == 0 ? calm + 1 : 0;
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
