package org.sanswitch.impl.session;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Must be caught: whoever brings what is waited for makes no fence before it looks. */
@JCStressTest
@Outcome(id = {"true, false", "false, true",
    "true, true"}, expect = Expect.ACCEPTABLE, desc = "seen")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "it parks and nobody knows")
@State
public class BrokenWaiter {

  private boolean there;
  private final Waiter waiter = new Waiter(() -> there, new SpinPolicy(0, 2).newBudget());

  @Actor
  public void waits(ZZ_Result r) {
    waiter.parked(Thread.currentThread());
    r.r1 = waiter.isReady() || waiter.isWoken();
  }

  @Actor
  public void brings(ZZ_Result r) {
    there = true;
    r.r2 = waiter.isParked();
  }
}
