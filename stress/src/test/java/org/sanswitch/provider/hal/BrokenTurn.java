package org.sanswitch.provider.hal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Must be caught: a progress thread that looks whose turn it is before it says that it enters. */
@JCStressTest
@Outcome(id = {"0, 0", "0, 1", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "outside, or woken")
@Outcome(expect = Expect.FORBIDDEN, desc = "both wait in the adapter")
@State
public class BrokenTurn {

  private volatile boolean driven;
  private volatile boolean inside;

  @Actor
  public void thread(II_Result r) {
    boolean mine = !driven;
    inside = mine;
    r.r1 = mine ? 1 : 0;
  }

  @Actor
  public void driver(II_Result r) {
    driven = true;
    r.r2 = inside ? 1 : 0;
  }
}
