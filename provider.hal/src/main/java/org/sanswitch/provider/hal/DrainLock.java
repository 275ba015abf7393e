package org.sanswitch.provider.hal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The lock of a socket's receive side, in one word, so that a poll that finds nothing costs one
 * compare-and-set and one store.
 *
 * <ul>
 * <li>{@link #OWNED}: somebody drains the socket and makes its upcalls. Only tried for, never
 * waited for, and kept across upcalls: it is what makes upcalls come one at a time.
 * <li>{@link #ADAPTER}: somebody is inside the adapter's poll or postReceive, of which there may be
 * one at a time. Held for nanoseconds, never across an upcall; waited for by {@link Backoff}.
 * <li>{@link #AGAIN}: somebody wants the owner to look again, and to arm, before it leaves.
 * </ul>
 *
 * <p>While {@link #ADAPTER} is set nobody but its holder changes the word; therefore its holder may
 * change it by plain stores, and nothing that others ask for can get lost.
 */
final class DrainLock {

  private static final int OWNED = 1;
  private static final int ADAPTER = 2;
  private static final int AGAIN = 4;
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(DrainLock.class, "word", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Guard: {@link #WORD}. */
  private volatile int word;

  /** {@return whether the caller is the owner now, and inside the adapter; false if another is} */
  boolean tryOwn() {
    if (WORD.compareAndSet(this, 0, OWNED | ADAPTER)) {
      return true;
    }
    return own(false);
  }

  /**
   * As {@link #tryOwn}, but where another is the owner, it is made to look again before it leaves.
   *
   * @return whether the caller is the owner now, and inside the adapter
   */
  boolean ownOrAsk() {
    if (WORD.compareAndSet(this, 0, OWNED | ADAPTER)) {
      return true;
    }
    return own(true);
  }

  private boolean own(boolean ask) {
    for (int round = 0;; round++) {
      int now = word;
      if (now == 0) {
        if (WORD.compareAndSet(this, 0, OWNED | ADAPTER)) {
          return true;
        }
      } else if ((now & OWNED) != 0 && !ask) {
        return false;
      } else if ((now & ADAPTER) == 0) {
        if ((now & AGAIN) != 0 || WORD.compareAndSet(this, now, now | AGAIN)) {
          return false;
        }
      } else {
        Backoff.pause(round);
      }
    }
  }

  /** Owner, inside the adapter: steps out of it, to make upcalls. */
  void beginUpcalls() {
    WORD.setRelease(this, word & ~ADAPTER);
  }

  /**
   * Owner, after upcalls: stops to be the owner, unless somebody has asked it to look again.
   *
   * @return whether the caller is the owner no longer; else it must {@link #resume}
   */
  boolean tryLeave() {
    return WORD.compareAndSet(this, OWNED, 0);
  }

  /** Owner, after upcalls: steps into the adapter again. */
  void resume() {
    enterAdapter();
  }

  /** Owner, inside the adapter: {@return whether somebody has asked it to look again}, once. */
  boolean takeAgain() {
    int now = word;
    if ((now & AGAIN) == 0) {
      return false;
    }
    WORD.setRelease(this, now & ~AGAIN);
    return true;
  }

  /** Owner, inside the adapter: stops to be the owner. */
  void leave() {
    WORD.setRelease(this, 0);
  }

  /** Anybody: steps into the adapter, beside an owner that makes upcalls. */
  void enterAdapter() {
    for (int round = 0;; round++) {
      int now = word;
      if ((now & ADAPTER) == 0 && WORD.compareAndSet(this, now, now | ADAPTER)) {
        return;
      }
      if ((now & ADAPTER) != 0) {
        Backoff.pause(round);
      }
    }
  }

  /** Whoever called {@link #enterAdapter}: steps out of the adapter. */
  void exitAdapter() {
    WORD.setRelease(this, word & ~ADAPTER);
  }
}
