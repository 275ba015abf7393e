package org.sanswitch.provider.hal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link TurnDriver}: who wakes finds that it sleeps, or it finds that it was woken and does not sleep. */
@JCStressTest
@Outcome(id = {"0, 0", "0, 1",
    "1, 1"}, expect = Expect.ACCEPTABLE, desc = "it does not sleep, or is woken")
@Outcome(expect = Expect.FORBIDDEN, desc = "it sleeps, and nobody wakes it")
@State
public class DriverWakeStress {

  private final TurnDriver driver =
      new TurnDriver(new Turn(new SleepyAdapter(), SleepyAdapter.LOG, () -> {
      }));

  @Actor
  public void sleeper(II_Result r) {
    r.r1 = driver.sleeps() ? 1 : 0;
  }

  @Actor
  public void waker(II_Result r) {
    r.r2 = driver.mustWake() ? 1 : 0;
  }
}
