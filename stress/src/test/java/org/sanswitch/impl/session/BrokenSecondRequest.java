package org.sanswitch.impl.session;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Must be caught: a gate where who finds a request of another adds none of its own. */
@JCStressTest
@Outcome(id = {"1, 0", "0, 1", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "done")
@Outcome(expect = Expect.FORBIDDEN, desc = "the request is lost")
@State
public class BrokenSecondRequest {

  private final AtomicInteger state = new AtomicInteger(2);
  private int work;

  @Actor
  public void holder(II_Result r) {
    while (!tryLeave()) {
      r.r1 = work;
    }
  }

  private boolean tryLeave() {
    if (state.compareAndSet(1, 0)) {
      return true;
    }
    state.set(1);
    return false;
  }

  @Actor
  public void asks(II_Result r) {
    work = 1;
    while (true) {
      int now = state.get();
      if (now == 0) {
        if (state.compareAndSet(0, 1)) {
          r.r2 = work;
          return;
        }
      } else if (now == 2 || state.compareAndSet(1, 2)) {
        return;
      }
    }
  }
}
