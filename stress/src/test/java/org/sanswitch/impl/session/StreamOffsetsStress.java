package org.sanswitch.impl.session;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * {@link StreamOffsets}: the acknowledgement of a frame comes before WSPSend has returned; what was
 * sent is noted by then, so it is no violation. The wire is a release and an acquire.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not there yet")
@Outcome(id = "1, 10", expect = Expect.ACCEPTABLE, desc = "taken")
@Outcome(expect = Expect.FORBIDDEN, desc = "refused")
@State
public class StreamOffsetsStress {

  private final StreamOffsets offsets = new StreamOffsets();
  private final java.util.concurrent.atomic.AtomicInteger wire =
      new java.util.concurrent.atomic.AtomicInteger();

  @Actor
  public void sender() {
    offsets.sent(10);
    wire.setRelease(1);
  }

  @Actor
  public void upcall(II_Result r) {
    r.r1 = wire.getAcquire();
    if (r.r1 == 1) {
      try {
        offsets.acknowledge(10);
        r.r2 = (int) offsets.acknowledged();
      } catch (ProtocolViolation e) {
        r.r2 = -1;
      }
    }
  }
}
