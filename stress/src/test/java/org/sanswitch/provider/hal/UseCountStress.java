package org.sanswitch.provider.hal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** {@link UseCount}: nobody is inside what is closed. */
class UseCountStress {

  /** One enters while another closes. */
  @JCStressTest
  @Outcome(id = {"true, false",
      "false, true"}, expect = Expect.ACCEPTABLE, desc = "inside and open, or closed and kept out")
  @Outcome(expect = Expect.FORBIDDEN, desc = "inside and closed, or neither")
  @State
  public static class Enter {
    private final UseCount users = new UseCount();

    @Actor
    public void enters(ZZ_Result r) {
      r.r1 = users.enter();
    }

    @Actor
    public void closes(ZZ_Result r) {
      r.r2 = users.tryClose();
    }
  }

  /** What was done inside is seen by who closes. */
  @JCStressTest
  @Outcome(id = {"false, false",
      "true, true"}, expect = Expect.ACCEPTABLE, desc = "not closed, or closed behind it")
  @Outcome(expect = Expect.FORBIDDEN, desc = "closed without seeing what was done inside")
  @State
  public static class Leave {
    private final UseCount users = new UseCount();
    private boolean done;

    public Leave() {
      users.enter();
    }

    @Actor
    public void leaves() {
      done = true;
      users.leave();
    }

    @Actor
    public void closes(ZZ_Result r) {
      r.r1 = users.tryClose();
      r.r2 = r.r1 && done;
    }
  }
}
