package org.sanswitch.provider.hal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for the few instructions of a post: one compare-and-set to take it, one store to release
 * it. Not reentrant; must not be held across an upcall, a wait or another socket's lock.
 */
final class SpinLock {

  private static final VarHandle HELD;

  static {
    try {
      HELD = MethodHandles.lookup().findVarHandle(SpinLock.class, "held", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Guard: {@link #HELD}. 1 while somebody holds the lock. */
  @SuppressWarnings("unused") private int held;

  /** Takes the lock. */
  void lock() {
    for (int round = 0; !HELD.compareAndSet(this, 0, 1); round++) {
      Backoff.pause(round);
    }
  }

  /** Releases the lock; only its holder may call it. */
  void unlock() {
    HELD.setRelease(this, 0);
  }
}
