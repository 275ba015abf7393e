package org.sanswitch.impl.session;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.sanswitch.api.EndReason;

/** {@link Lifecycle}: one word about the end, and no way back. */
class LifecycleStress {

  /** Two that end it for different reasons. */
  @JCStressTest
  @Outcome(id = {"true, false, true",
      "false, true, false"}, expect = Expect.ACCEPTABLE, desc = "the first word counts")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both, none, or the second")
  @State
  public static class End {
    private final Lifecycle life = new Lifecycle();

    @Actor
    public void one(ZZZ_Result r) {
      r.r1 = life.end(EndReason.CLOSED, "");
    }

    @Actor
    public void other(ZZZ_Result r) {
      r.r2 = life.end(EndReason.PEER_DIED, "");
    }

    @Arbiter
    public void which(ZZZ_Result r) {
      Lifecycle.End end = life.end();
      r.r3 = end != null && end.reason() == EndReason.CLOSED;
    }
  }

  /** The negotiation succeeds when it is given up. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "established, then closing")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "closing at once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "established after it was closing")
  @State
  public static class Become {
    private final Lifecycle life = new Lifecycle();

    @Actor
    public void agreed(ZZ_Result r) {
      r.r1 = life.become(SessionState.ESTABLISHED);
    }

    @Actor
    public void late() {
      life.become(SessionState.CLOSING);
    }

    @Arbiter
    public void state(ZZ_Result r) {
      r.r2 = life.state() == SessionState.CLOSING && life.isEstablished() == r.r1;
    }
  }
}
