package org.sanswitch.provider.hal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the calls that are inside an object, so that the last one out can release it. Once closed
 * it lets nobody in. Never blocks.
 */
final class UseCount {

  private static final int CLOSED = Integer.MIN_VALUE;
  private static final VarHandle COUNT;

  static {
    try {
      COUNT = MethodHandles.lookup().findVarHandle(UseCount.class, "count", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Guard: {@link #COUNT}. Calls that are inside, or {@link #CLOSED}. */
  private volatile int count;

  /** {@return true if the caller is inside now and must leave; false if it is closed} */
  boolean enter() {
    for (;;) {
      int now = count;
      if (now == CLOSED) {
        return false;
      }
      if (COUNT.compareAndSet(this, now, now + 1)) {
        return true;
      }
    }
  }

  /** Leaves; pairs with an {@link #enter} that returned true. */
  void leave() {
    COUNT.getAndAdd(this, -1);
  }

  /** {@return whether it is closed for good now: nobody was inside} */
  boolean tryClose() {
    return COUNT.compareAndSet(this, 0, CLOSED);
  }
}
