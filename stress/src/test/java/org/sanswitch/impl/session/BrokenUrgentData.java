package org.sanswitch.impl.session;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Must be caught: a credit is withheld, and nobody looks again whether it still has to be. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the credit is back")
@Outcome(expect = Expect.FORBIDDEN, desc = "the credit is lost")
@State
public class BrokenUrgentData {

  private static final int KEPT = 64;

  private final AtomicInteger kept = new AtomicInteger(KEPT);
  private final AtomicInteger withheld = new AtomicInteger();
  private final AtomicInteger credits = new AtomicInteger();

  @Actor
  public void upcall() {
    if (kept.incrementAndGet() <= KEPT) {
      credits.incrementAndGet();
    } else {
      withheld.incrementAndGet();
    }
  }

  @Actor
  public void reader() {
    kept.decrementAndGet();
    if (withheld.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0) {
      credits.incrementAndGet();
    }
  }

  @Arbiter
  public void sum(I_Result r) {
    r.r1 = credits.get();
  }
}
