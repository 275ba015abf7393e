package org.sanswitch.impl.session;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link Credits}: none is lost, and none is seen before the negotiation. */
class CreditsStress {

  /** Control credits are given back by the upcall and by the reader at the same time. */
  @JCStressTest
  @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "both count")
  @Outcome(expect = Expect.FORBIDDEN, desc = "one is lost")
  @State
  public static class Raise {
    private final OwnCredits credits = new OwnCredits("control", 8);

    @Actor
    public void upcall() {
      credits.raise();
    }

    @Actor
    public void reader() {
      credits.raise();
    }

    @Arbiter
    public void sum(I_Result r) {
      r.r1 = credits.unannounced();
    }
  }

  /** Who sees that it is negotiated sees what was announced. */
  @JCStressTest
  @Outcome(id = {"0, 0", "1, 12"}, expect = Expect.ACCEPTABLE, desc = "not yet, or all of it")
  @Outcome(expect = Expect.FORBIDDEN, desc = "negotiated without its credits")
  @State
  public static class Negotiated {
    private final Credits credits = new Credits(8, 4);

    @Actor
    public void upcall() {
      credits.negotiated(8, 8, 4, 4);
    }

    @Actor
    public void sender(II_Result r) {
      if (credits.isNegotiated()) {
        r.r1 = 1;
        r.r2 = credits.peerData().available() + credits.peerControl().available();
      }
    }
  }

  /** A frame that was not sent after all, while the peer gives credits for earlier ones. */
  @JCStressTest
  @Outcome(id = "8", expect = Expect.ACCEPTABLE, desc = "all credits are back")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a credit is lost or doubled")
  @State
  public static class Restore {
    private final PeerCredits credits = new PeerCredits("data");
    private int refused;

    public Restore() {
      credits.announce(8, 8);
      credits.spend();
    }

    @Actor
    public void sender() {
      credits.spend();
      credits.restore();
    }

    @Actor
    public void upcall() {
      try {
        credits.raiseTo(9);
      } catch (ProtocolViolation e) {
        refused = 1;
      }
    }

    @Arbiter
    public void sum(I_Result r) {
      r.r1 = credits.available() - refused;
    }
  }
}
