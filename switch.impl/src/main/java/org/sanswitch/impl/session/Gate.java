package org.sanswitch.impl.session;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A lock that is never waited for inside an upcall: who cannot enter leaves a request instead, and
 * the holder sees it when it leaves. Not reentrant, so that an upcall inside the holder's own
 * downcall leaves a request too.
 */
final class Gate {

  private static final int FREE = 0;
  private static final int HELD = 1;
  private static final int REQUESTED = 2;

  /** Rounds of a thread in {@link #awaitEntry} between two yields. */
  private static final int SPINS = 64;

  private final AtomicInteger state = new AtomicInteger();

  /** {@return whether the caller holds the gate now} */
  boolean tryEnter() {
    return state.getPlain() == FREE && state.compareAndSet(FREE, HELD);
  }

  /** Pauses between two tries to enter; not for upcalls. */
  static void awaitEntry(int round) {
    if (round % SPINS == SPINS - 1) {
      Thread.yield();
    } else {
      Thread.onSpinWait();
    }
  }

  /**
   * Enters, or leaves a request to the holder.
   *
   * @return whether the caller holds the gate now; if not, the holder's {@link #tryLeave} fails
   */
  boolean request() {
    while (true) {
      int now = state.get();
      if (now == FREE) {
        if (state.compareAndSet(FREE, HELD)) {
          return true;
        }
      } else if (state.compareAndSet(now, REQUESTED)) {
        // Also where nothing changes: with a mere look, what the caller wrote before could still be on
        // its way when the holder, whom another has asked, looks for it.
        return false;
      }
    }
  }

  /**
   * Leaves, unless there is a request; it is forgotten, and the caller must do what may have been
   * asked for and try again. A full fence in both cases.
   *
   * @return whether the caller has left
   */
  boolean tryLeave() {
    if (state.compareAndSet(HELD, FREE)) {
      return true;
    }
    // Reads and writes in one, so that what was written before each request is seen.
    var _ = state.getAndSet(HELD);
    return false;
  }
}
