package org.sanswitch.provider.hal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link Waiters}: one that begins to wait drains after it is counted. So it finds what was completed,
 * or finds the owner still there and sleeps for a moment only, or it is seen and woken.
 */
@JCStressTest
@Outcome(id = {"0, 1", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "it found what was completed")
@Outcome(id = {"0, 2",
    "1, 2"}, expect = Expect.ACCEPTABLE, desc = "the owner was there: it sleeps for a moment, and looks again")
@Outcome(expect = Expect.FORBIDDEN, desc = "it owns the lock and has not seen it")
@State
public class WaitersStress {

  private final Waiters waiters = new Waiters();
  private final DrainLock lock = new DrainLock();
  private int done;

  public WaitersStress() {
    lock.tryOwn();
  }

  @Actor
  public void owner(II_Result r) {
    done = 1;
    lock.leave();
    r.r1 = waiters.present();
  }

  @Actor
  public void waits(II_Result r) {
    waiters.enter();
    r.r2 = lock.tryOwn() ? done : 2;
  }
}
