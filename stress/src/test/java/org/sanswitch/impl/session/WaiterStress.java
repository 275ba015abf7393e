package org.sanswitch.impl.session;

import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** {@link Waiter}: no wake-up is lost, as {@link Waiters} uses it before a thread parks. */
class WaiterStress {

  /** What it waits for comes without a lock; whoever brings it makes a fence and looks. */
  @JCStressTest
  @Outcome(id = {"true, false", "false, true",
      "true, true"}, expect = Expect.ACCEPTABLE, desc = "it does not park, or is seen parked")
  @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "it parks and nobody knows")
  @State
  public static class Signal {
    private boolean there;
    private final Waiter waiter =
        new Waiter(() -> there, new SpinPolicy(0, 2).newBudget());

    @Actor
    public void waits(ZZ_Result r) {
      waiter.parked(Thread.currentThread());
      r.r1 = waiter.isReady() || waiter.isWoken();
    }

    @Actor
    public void brings(ZZ_Result r) {
      there = true;
      VarHandle.fullFence();
      r.r2 = waiter.isParked();
    }
  }

  /** It is woken without cause. */
  @JCStressTest
  @Outcome(id = {"true, false", "false, true",
      "true, true"}, expect = Expect.ACCEPTABLE, desc = "it does not park, or is unparked")
  @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "it parks and nobody knows")
  @State
  public static class Wake {
    private final Waiter waiter = new Waiter(() -> false, new SpinPolicy(0, 2).newBudget());

    @Actor
    public void waits(ZZ_Result r) {
      waiter.parked(Thread.currentThread());
      r.r1 = waiter.isWoken();
    }

    @Actor
    public void wakes(ZZ_Result r) {
      waiter.wake();
      r.r2 = waiter.isParked();
    }
  }
}
