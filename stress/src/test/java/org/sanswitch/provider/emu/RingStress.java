package org.sanswitch.provider.emu;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** {@link SendQueue} and {@link ReceiveQueue}: whole messages in order, and no sleeper is missed. */
class RingStress {

  /** Messages that stand in their entries. */
  @JCStressTest
  @Outcome(id = {"0, 0", "0, 1", "1, 0",
      "1, 2"}, expect = Expect.ACCEPTABLE, desc = "the first ones, whole and in order")
  @Outcome(expect = Expect.FORBIDDEN, desc = "torn or out of order")
  @State
  public static class Small {
    private static final int LENGTH = 40;
    private final Direction direction = new Direction();

    @Actor
    public void sender() {
      direction.send((byte) 1, LENGTH);
      direction.send((byte) 2, LENGTH);
    }

    @Actor
    public void receiver(II_Result r) {
      r.r1 = direction.take(0, LENGTH);
      r.r2 = direction.take(r.r1 == 0 ? 0 : 1, LENGTH);
    }
  }

  /** Messages that stand in posted buffers. */
  @JCStressTest
  @Outcome(id = {"0, 0", "0, 1", "1, 0",
      "1, 2"}, expect = Expect.ACCEPTABLE, desc = "the first ones, whole and in order")
  @Outcome(expect = Expect.FORBIDDEN, desc = "torn or out of order")
  @State
  public static class Large {
    private static final int LENGTH = 200;
    private final Direction direction = new Direction();

    @Actor
    public void sender() {
      direction.send((byte) 1, LENGTH);
      direction.send((byte) 2, LENGTH);
    }

    @Actor
    public void receiver(II_Result r) {
      r.r1 = direction.take(0, LENGTH);
      r.r2 = direction.take(r.r1 == 0 ? 0 : 1, LENGTH);
    }
  }

  /** The receiver arms while a message comes; the sender pays no fence where there is a barrier. */
  @JCStressTest
  @Outcome(id = {"false, false", "false, true",
      "true, true"}, expect = Expect.ACCEPTABLE, desc = "it saw the message, or the bell rang")
  @Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "it sleeps and nobody rings")
  @State
  public static class Wake {
    private final Direction direction = new Direction();

    @Actor
    public void receiver(ZZ_Result r) {
      r.r1 = direction.completions.arm();
    }

    @Actor
    public void sender(ZZ_Result r) {
      direction.send((byte) 1, 8);
      r.r2 = direction.bells.get() > 0;
    }
  }

  /** As {@link Wake}, when the receiver has slept before: neither a fence nor a barrier. */
  @JCStressTest
  @Outcome(id = {"false, false", "false, true",
      "true, true"}, expect = Expect.ACCEPTABLE, desc = "it saw the message, or the bell rang")
  @Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "it sleeps and nobody rings")
  @State
  public static class WakeAgain {
    private final Direction direction = new Direction();

    public WakeAgain() {
      direction.completions.arm();
      direction.sends.signal().signal();
      direction.bells.set(0);
    }

    @Actor
    public void receiver(ZZ_Result r) {
      r.r1 = direction.completions.arm();
    }

    @Actor
    public void sender(ZZ_Result r) {
      direction.send((byte) 1, 8);
      r.r2 = direction.bells.get() > 0;
    }
  }

  /** As {@link WakeAgain}, when the sender goes back to plain looks with this message. */
  @JCStressTest
  @Outcome(id = {"false, false", "false, true",
      "true, true"}, expect = Expect.ACCEPTABLE, desc = "it saw the message, or the bell rang")
  @Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "it sleeps and nobody rings")
  @State
  public static class WakeAtTheLastExchange {
    private final Direction direction = new Direction();

    public WakeAtTheLastExchange() {
      direction.completions.arm();
      for (int i = 0; i <= WaiterSignal.AWAKE; i++) {
        direction.sends.signal().signal();
      }
      direction.bells.set(0);
    }

    @Actor
    public void receiver(ZZ_Result r) {
      r.r1 = direction.completions.arm();
    }

    @Actor
    public void sender(ZZ_Result r) {
      direction.send((byte) 1, 8);
      r.r2 = direction.bells.get() > 0;
    }
  }
}
