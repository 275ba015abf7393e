package org.sanswitch.impl.session;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link Outbox} under its gate: bytes that one joins and another flushes go out once. */
@JCStressTest
@Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "flushed, once")
@Outcome(id = "0, 3", expect = Expect.ACCEPTABLE, desc = "wait")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, doubled, or cut")
@State
public class OutboxStress {

  private static final byte[] BYTES = {1, 1, 1};

  private final Gate gate = new Gate();
  private final Outbox outbox = new Outbox(16);
  private int flushed;

  @Actor
  public void writer() {
    enter();
    outbox.append(BYTES, null, 0, BYTES.length);
    leave();
  }

  @Actor
  public void flusher() {
    enter();
    byte[] bytes = outbox.bytes();
    int end = outbox.head() + outbox.next();
    for (int i = outbox.head(); bytes != null && i < end; i++) {
      flushed += bytes[i];
    }
    outbox.sent();
    leave();
  }

  @Arbiter
  public void sum(II_Result r) {
    r.r1 = flushed;
    r.r2 = outbox.length();
  }

  private void enter() {
    for (int round = 0; !gate.tryEnter(); round++) {
      Gate.awaitEntry(round);
    }
  }

  private void leave() {
    while (!gate.tryLeave()) {
      Thread.onSpinWait();
    }
  }
}
