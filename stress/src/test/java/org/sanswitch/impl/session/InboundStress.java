package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.sanswitch.memory.MemoryRegion;

/** {@link Inbound}: what the upcall hands to the reader comes in order and whole. */
@JCStressTest
@Outcome(id = {"-1, -1", "-1, 5", "5, -1",
    "5, 7"}, expect = Expect.ACCEPTABLE, desc = "the first ones, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "out of order, or not what the upcall noted")
@State
public class InboundStress {

  /** One for all, as nobody writes to it. */
  private static final MemorySegment MEMORY = java.lang.foreign.Arena.ofAuto().allocate(64);

  private static final MemoryRegion REGION = () -> MEMORY;

  private final Inbound inbound = new Inbound(2);
  private final ReceiveBuffer first = new ReceiveBuffer(REGION, 0, 32);
  private final ReceiveBuffer second = new ReceiveBuffer(REGION, 32, 32);

  @Actor
  public void upcall() {
    first.hold(5);
    inbound.add(first);
    second.hold(7);
    inbound.add(second);
  }

  @Actor
  public void reader(II_Result r) {
    r.r1 = take();
    r.r2 = take();
  }

  private int take() {
    ReceiveBuffer next = inbound.peek();
    if (next == null) {
      return -1;
    }
    inbound.remove();
    return next.remaining();
  }
}
