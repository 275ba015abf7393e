package org.sanswitch.provider.emu;

import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_ARMED;
import static org.sanswitch.provider.emu.SegmentDescriptor.WAITER_OFFSET;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Must be caught: the sender makes no fence, and the receiver no barrier. */
@JCStressTest
@Outcome(id = {"false, false", "false, true",
    "true, true"}, expect = Expect.ACCEPTABLE, desc = "seen")
@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "it sleeps and nobody rings")
@State
public class BrokenRing {

  private final long segment = Segments.next(true).address();
  private final long entry = segment + SegmentDescriptor.completion(0);

  @Actor
  public void receiver(ZZ_Result r) {
    RawMemory.orInt(segment + WAITER_OFFSET, WAITER_ARMED);
    r.r1 = !SegmentDescriptor.completes(RawMemory.getLongAcquire(entry), 0);
  }

  @Actor
  public void sender(ZZ_Result r) {
    RawMemory.putLongRelease(entry, SegmentDescriptor.word(0, 8));
    r.r2 = RawMemory.getIntOpaque(segment + WAITER_OFFSET) != 0;
  }
}
