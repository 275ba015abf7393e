package org.sanswitch.impl.core;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link SerialTask#requestShare}: a share and the work are done by one thread at a time, and no
 * request is lost.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "one at a time; what was asked for is seen")
@Outcome(expect = Expect.FORBIDDEN, desc = "two at a time, or a request is lost")
@State
public class SerialTaskShareStress {

  private final SerialTask task = new SerialTask(this::work);
  private int asked;
  private int done;
  private volatile int inside;
  private volatile int most;

  private void work() {
    inside++;
    most = Math.max(most, inside);
    done = asked;
    inside--;
  }

  @Actor
  public void shares() {
    task.requestShare(this::work, Runnable::run);
  }

  @Actor
  public void asks() {
    asked = 1;
    task.requestHere();
  }

  /** Nobody calls run: all that was asked for must have been done by the two. */
  @Arbiter
  public void seen(II_Result r) {
    r.r1 = most;
    r.r2 = done;
  }
}
