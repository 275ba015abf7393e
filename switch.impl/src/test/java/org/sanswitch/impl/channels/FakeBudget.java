package org.sanswitch.impl.channels;

import java.util.concurrent.atomic.AtomicInteger;
import org.sanswitch.impl.session.AwakeBudget;

/** A budget that always gives the same time. */
final class FakeBudget implements AwakeBudget {

  private final long nanos;

  /** How often somebody stayed awake, is awake now, had success, and slept. */
  final AtomicInteger begun = new AtomicInteger();

  final AtomicInteger awake = new AtomicInteger();
  final AtomicInteger paid = new AtomicInteger();
  final AtomicInteger slept = new AtomicInteger();

  FakeBudget(long nanos) {
    this.nanos = nanos;
  }

  @Override
  public long begin(boolean virtual, long now) {
    if (nanos > 0) {
      begun.incrementAndGet();
      awake.incrementAndGet();
    }
    return nanos;
  }

  @Override
  public void end(boolean over, long roundNanos, long now) {
    awake.decrementAndGet();
    if (over) {
      paid.incrementAndGet();
    }
  }

  @Override
  public void slept(long elapsedNanos) {
    slept.incrementAndGet();
  }
}
