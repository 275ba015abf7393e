package org.sanswitch.provider.emu;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link SendCompletions}: what is done is told in order, each once, whole. */
@JCStressTest
@Outcome(id = {"0, 0", "0, 11", "11, 0",
    "11, 22"}, expect = Expect.ACCEPTABLE, desc = "the first ones in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn or out of order")
@State
public class SendCompletionsStress {

  private final SendCompletions completions = new SendCompletions();

  @Actor
  public void sender() {
    completions.add(1, 10);
    completions.add(2, 20);
  }

  @Actor
  public void poller(II_Result r) {
    r.r1 = take();
    r.r2 = take();
  }

  private int take() {
    int[] taken = {0};
    completions.poll((id, error, bytes) -> taken[0] += (int) id + bytes, 1);
    return taken[0];
  }
}
