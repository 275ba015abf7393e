package org.sanswitch.provider.hal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.sanswitch.spi.Overlapped;

/** {@link Slots}: an operation completes once and as it was posted; then its place is free. */
@JCStressTest
@Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "not posted yet")
@Outcome(id = "-1, 7", expect = Expect.ACCEPTABLE, desc = "complete; the post looked before")
@Outcome(id = "0, 7", expect = Expect.ACCEPTABLE, desc = "complete, and its place is free")
@Outcome(expect = Expect.FORBIDDEN, desc = "not as it was posted, or free while under way")
@State
public class SlotsStress {

  private final Slots slots = new Slots(1, 1);
  private final Overlapped operation = new Overlapped(true, null);

  @Actor
  public void posts(II_Result r) {
    operation.providerValue(7);
    slots.take(slots.free(), operation);
    r.r1 = slots.free();
  }

  @Actor
  public void owner(II_Result r) {
    Overlapped found = slots.complete(0);
    if (found != null) {
      r.r2 = (int) found.providerValue() + (slots.complete(0) == null ? 0 : 100);
    }
  }
}
