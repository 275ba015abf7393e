package org.sanswitch.impl.core;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Must be caught: a task that forgets what was asked for while it ended. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "what was asked for is done")
@Outcome(expect = Expect.FORBIDDEN, desc = "a request is lost")
@State
public class BrokenSerialTask {

  private static final int IDLE = 0;
  private static final int RUNNING = 1;
  private static final int AGAIN = 2;

  private final AtomicInteger state = new AtomicInteger(RUNNING);
  private volatile int asked;
  private volatile int done;

  @Actor
  public void runs() {
    run();
  }

  private void run() {
    do {
      state.set(RUNNING);
      done = asked;
    } while (state.get() == AGAIN);
    state.set(IDLE);
  }

  @Actor
  public void asks() {
    asked = 1;
    if (!state.compareAndSet(RUNNING, AGAIN)) {
      run();
    }
  }

  @Arbiter
  public void seen(I_Result r) {
    r.r1 = done;
  }
}
