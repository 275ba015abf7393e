package org.sanswitch.impl.asynchronous;

import java.util.function.BooleanSupplier;
import org.sanswitch.impl.session.AwakeBudget;
import org.sanswitch.impl.session.SanStream;

/** Stays awake for one direction of a session, as far as its budget goes (ADR 149). */
final class AwakeWait {

  /** Looks between two looks at the clock. */
  private static final int LOOKS = 16;

  private final SanStream stream;
  private final AwakeBudget budget;

  /** When it was given up last; 0 if it was not. Guard: the one thread that looks. */
  private long leftAt;

  AwakeWait(SanStream stream, AwakeBudget budget) {
    this.stream = stream;
    this.budget = budget;
  }

  /**
   * Looks again and again.
   *
   * @param ready what is waited for
   * @param wanted whether it is still waited for
   * @return whether it is ready
   */
  boolean until(BooleanSupplier ready, BooleanSupplier wanted) {
    long start = System.nanoTime();
    if (leftAt != 0) {
      budget.slept(start - leftAt);
    }
    long nanos = budget.begin(Thread.currentThread().isVirtual(), start);
    boolean over = false;
    long now = start;
    if (nanos > 0) {
      long before;
      do {
        before = now;
        over = isReadySoon(ready);
        now = System.nanoTime();
      } while (!over && wanted.getAsBoolean() && now - start < nanos);
      budget.end(over, now - before, now);
    }
    leftAt = over ? 0 : now;
    return over;
  }

  private boolean isReadySoon(BooleanSupplier ready) {
    for (int i = 0; i < LOOKS; i++) {
      stream.look(false);
      if (ready.getAsBoolean()) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }
}
