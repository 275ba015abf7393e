package org.sanswitch.impl.session;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link UrgentData}: when as many bytes are kept as may be, one comes while one is taken. All credits
 * must have been given back then, once each.
 */
@JCStressTest
@Outcome(id = "65, 64", expect = Expect.ACCEPTABLE, desc = "65 credits back, 64 bytes kept")
@Outcome(expect = Expect.FORBIDDEN, desc = "a credit is lost or given twice")
@State
public class UrgentDataStress {

  private static final int POSTED = 8;

  private final OwnCredits credits = new OwnCredits("control", POSTED);
  private final UrgentData urgent = new UrgentData(credits, POSTED);
  private int taken;

  public UrgentDataStress() {
    for (int i = 0; i < UrgentData.KEPT; i++) {
      add();
    }
  }

  private void add() {
    try {
      urgent.add(0, (byte) 1, 0);
    } catch (ProtocolViolation e) {
      throw new IllegalStateException(e);
    }
  }

  @Actor
  public void upcall() {
    add();
  }

  @Actor
  public void reader() {
    taken = urgent.take();
  }

  @Arbiter
  public void sum(II_Result r) {
    r.r1 = (int) credits.limit() - POSTED;
    while (!urgent.isEmpty()) {
      r.r2 += urgent.take();
    }
    r.r2 += taken - 1;
  }
}
