package org.sanswitch.impl.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link SerialTask}: what was asked for is done afterwards, by one thread at a time. */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "one at a time; what was asked for is seen")
@Outcome(expect = Expect.FORBIDDEN, desc = "two at a time, or a request is lost")
@State
public class SerialTaskStress {

  private final SerialTask task = new SerialTask(this::work);
  private int asked;
  private int done;
  private volatile int inside;
  private volatile int most;

  public SerialTaskStress() {
    task.request();
  }

  private void work() {
    inside++;
    most = Math.max(most, inside);
    done = asked;
    inside--;
  }

  @Actor
  public void runs() {
    task.run();
  }

  @Actor
  public void asks() {
    asked = 1;
    task.requestHere();
  }

  @Arbiter
  public void seen(II_Result r) {
    task.run();
    r.r1 = most;
    r.r2 = done;
  }
}
