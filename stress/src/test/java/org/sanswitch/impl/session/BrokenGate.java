package org.sanswitch.impl.session;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Must be caught: a gate whose holder looks for requests and then leaves, in two steps. */
@JCStressTest
@Outcome(id = {"1, 0", "0, 1"}, expect = Expect.ACCEPTABLE, desc = "done")
@Outcome(expect = Expect.FORBIDDEN, desc = "the request is lost")
@State
public class BrokenGate {

  private final AtomicInteger state = new AtomicInteger(1);
  private int work;

  @Actor
  public void holder(II_Result r) {
    while (!tryLeave()) {
      r.r1 = work;
    }
  }

  private boolean tryLeave() {
    if (state.get() == 1) {
      state.set(0);
      return true;
    }
    state.set(1);
    return false;
  }

  @Actor
  public void asks(II_Result r) {
    work = 1;
    while (true) {
      if (state.compareAndSet(0, 1)) {
        r.r2 = work;
        return;
      }
      if (state.compareAndSet(1, 2)) {
        return;
      }
    }
  }
}
