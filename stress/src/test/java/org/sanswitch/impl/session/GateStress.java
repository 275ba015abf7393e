package org.sanswitch.impl.session;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** {@link Gate}: one holder, and no request is lost. */
class GateStress {

  /** Two that try at the same time. */
  @JCStressTest
  @Outcome(id = {"true, false", "false, true"}, expect = Expect.ACCEPTABLE, desc = "one is inside")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both are inside, or nobody")
  @State
  public static class Entry {
    private final Gate gate = new Gate();

    @Actor
    public void one(ZZ_Result r) {
      r.r1 = gate.tryEnter();
    }

    @Actor
    public void other(ZZ_Result r) {
      r.r2 = gate.tryEnter();
    }
  }

  /** Who asks while the holder leaves is inside himself, or the holder does what he asked for. */
  @JCStressTest
  @Outcome(id = {"1, 0",
      "0, 1"}, expect = Expect.ACCEPTABLE, desc = "done by the holder, or by who asked")
  @Outcome(expect = Expect.FORBIDDEN, desc = "nobody has done it, or both are inside")
  @State
  public static class Request {
    private final Gate gate = new Gate();
    private int work;

    public Request() {
      gate.tryEnter();
    }

    @Actor
    public void holder(II_Result r) {
      while (!gate.tryLeave()) {
        r.r1 = work;
      }
    }

    @Actor
    public void asks(II_Result r) {
      work = 1;
      if (gate.request()) {
        r.r2 = work;
      }
    }
  }

  /** The same where another has asked before: what the second one wrote is seen too. */
  @JCStressTest
  @Outcome(id = {"1, 0", "0, 1",
      "1, 1"}, expect = Expect.ACCEPTABLE, desc = "done by the holder, or by who asked, or by both in turn")
  @Outcome(expect = Expect.FORBIDDEN, desc = "nobody has done it")
  @State
  public static class SecondRequest {
    private final Gate gate = new Gate();
    private int work;

    public SecondRequest() {
      gate.tryEnter();
      gate.request();
    }

    @Actor
    public void holder(II_Result r) {
      while (!gate.tryLeave()) {
        r.r1 = work;
      }
    }

    @Actor
    public void asks(II_Result r) {
      work = 1;
      if (gate.request()) {
        r.r2 = work;
      }
    }
  }
}
