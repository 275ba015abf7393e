package org.sanswitch.provider.hal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Must be caught: an owner that leaves from inside the adapter without a look who has asked. */
@JCStressTest
@Outcome(id = {"1, 0", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "done")
@Outcome(expect = Expect.FORBIDDEN, desc = "who asked is not heard")
@State
public class BrokenDrainLock {

  private final DrainLock lock = new DrainLock();
  private int work;

  public BrokenDrainLock() {
    lock.tryOwn();
    lock.beginUpcalls();
  }

  @Actor
  public void owner(II_Result r) {
    lock.resume();
    lock.leave();
  }

  @Actor
  public void asks(II_Result r) {
    work = 1;
    if (lock.ownOrAsk()) {
      r.r2 = work;
    }
  }
}
