package org.sanswitch.provider.hal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link SpinLock}: one at a time, and what one did is seen by the next. */
@JCStressTest
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both count")
@Outcome(expect = Expect.FORBIDDEN, desc = "an update is lost")
@State
public class SpinLockStress {

  private final SpinLock lock = new SpinLock();
  private int count;

  @Actor
  public void one() {
    add();
  }

  @Actor
  public void other() {
    add();
  }

  private void add() {
    lock.lock();
    count++;
    lock.unlock();
  }

  @Arbiter
  public void sum(I_Result r) {
    r.r1 = count;
  }
}
