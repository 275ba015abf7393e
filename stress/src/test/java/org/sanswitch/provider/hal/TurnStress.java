package org.sanswitch.provider.hal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link Turn}: the progress thread enters the adapter while a driver takes the turn. Either it finds that it is
 * not its turn, or it is woken; it never waits in the adapter beside the driver.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "the thread stays outside")
@Outcome(id = {"0, 1", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "the thread is woken")
@Outcome(expect = Expect.FORBIDDEN, desc = "both wait in the adapter")
@State
public class TurnStress {

  private final SleepyAdapter adapter = new SleepyAdapter();
  private final Turn turn = new Turn(adapter, SleepyAdapter.LOG, () -> {
  });
  private final TurnDriver driver = new TurnDriver(turn);

  @Actor
  public void thread(II_Result r) {
    r.r1 = turn.threadEnters() ? 1 : 0;
  }

  @Actor
  public void driver() {
    driver.begin();
  }

  @Arbiter
  public void end(II_Result r) {
    r.r2 = adapter.woken ? 1 : 0;
  }
}
