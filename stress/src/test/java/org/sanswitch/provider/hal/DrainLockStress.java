package org.sanswitch.provider.hal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** {@link DrainLock}: one owner, one inside the adapter, and who asked is heard. */
class DrainLockStress {

  /** Two that poll. */
  @JCStressTest
  @Outcome(id = {"true, false",
      "false, true"}, expect = Expect.ACCEPTABLE, desc = "one is the owner")
  @Outcome(expect = Expect.FORBIDDEN, desc = "two owners, or none")
  @State
  public static class Owner {
    private final DrainLock lock = new DrainLock();

    @Actor
    public void one(ZZ_Result r) {
      r.r1 = lock.tryOwn();
    }

    @Actor
    public void other(ZZ_Result r) {
      r.r2 = lock.tryOwn();
    }
  }

  /** Who asks while the owner leaves is the owner himself, or the owner looks again. */
  @JCStressTest
  @Outcome(id = {"1, 0",
      "0, 1"}, expect = Expect.ACCEPTABLE, desc = "done by the owner, or by who asked")
  @Outcome(expect = Expect.FORBIDDEN, desc = "nobody has looked again, or both own it")
  @State
  public static class Ask {
    private final DrainLock lock = new DrainLock();
    private int work;

    public Ask() {
      lock.tryOwn();
      lock.beginUpcalls();
    }

    @Actor
    public void owner(II_Result r) {
      while (!lock.tryLeave()) {
        lock.resume();
        if (lock.takeAgain()) {
          r.r1 = work;
        }
        lock.beginUpcalls();
      }
    }

    @Actor
    public void asks(II_Result r) {
      work = 1;
      if (lock.ownOrAsk()) {
        r.r2 = work;
      }
    }
  }

  /** A post beside an owner that polls, makes upcalls and polls again. */
  @JCStressTest
  @Outcome(id = "3", expect = Expect.ACCEPTABLE, desc = "one at a time inside the adapter")
  @Outcome(expect = Expect.FORBIDDEN, desc = "two at a time")
  @State
  public static class Adapter {
    private final DrainLock lock = new DrainLock();
    private int inside;

    public Adapter() {
      lock.tryOwn();
    }

    @Actor
    public void owner() {
      inside++;
      lock.beginUpcalls();
      lock.resume();
      inside++;
      lock.leave();
    }

    @Actor
    public void posts() {
      lock.enterAdapter();
      inside++;
      lock.exitAdapter();
    }

    @Arbiter
    public void sum(I_Result r) {
      r.r1 = inside;
    }
  }
}
