package org.sanswitch.impl.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * The clock of a simulation and what is to be done: one step after the other on one thread. Of what
 * is due at the same time the seed decides which comes first.
 */
final class Timeline {

  private static final int MOST_STEPS = 400_000;

  private record Step(long time, int lot, long number, SimulatedProcess process, String what,
      Runnable action) {}

  final Chance chance;
  final Trace trace;

  private final PriorityQueue<Step> steps = new PriorityQueue<>((a, b) -> {
    int byTime = Long.compare(a.time, b.time);
    int byLot = byTime != 0 ? byTime : Integer.compare(a.lot, b.lot);
    return byLot != 0 ? byLot : Long.compare(a.number, b.number);
  });
  private final List<Runnable> afterEach = new ArrayList<>();
  private long now;
  private long numbers;
  private String failure;

  Timeline(Chance chance, Trace trace) {
    this.chance = chance;
    this.trace = trace;
  }

  long now() {
    return now;
  }

  /** Names what is to be done after each step. */
  void afterEach(Runnable action) {
    afterEach.add(action);
  }

  /** Has something done by a process, unless it is dead then. */
  void after(long delayNanos, SimulatedProcess process, String what, Runnable action) {
    steps.add(new Step(now + delayNanos, chance.any(), numbers++, process, what, action));
  }

  /** Has something done after a time that the seed decides. */
  void within(long mostNanos, SimulatedProcess process, String what, Runnable action) {
    after(chance.sized(0, (int) mostNanos), process, what, action);
  }

  /** Notes what happens within a step. */
  void note(String what, long a, long b) {
    trace.add(now, what, a, b);
  }

  /** The simulation has failed: nothing more happens. What is noted first counts. */
  void fail(String why) {
    if (failure == null) {
      failure = why;
    }
  }

  /** {@return why the simulation failed, or null} */
  String failure() {
    return failure;
  }

  /**
   * Makes steps until something is so, or until nothing is to be done before the deadline; then it
   * is the deadline. Steps that wait may call it again.
   */
  boolean runUntil(BooleanSupplier done, long deadline) {
    while (failure == null && !done.getAsBoolean()) {
      Step next = steps.peek();
      if (next == null || next.time > deadline) {
        now = Math.max(now, deadline);
        return done.getAsBoolean();
      }
      make(steps.poll());
    }
    return failure == null;
  }

  private void make(Step step) {
    now = Math.max(now, step.time);
    if (step.process.isDead()) {
      return;
    }
    if (trace.count() > MOST_STEPS) {
      fail("no end after " + MOST_STEPS + " events");
      return;
    }
    note(step.what, step.process.number(), step.number);
    try {
      step.action.run();
      afterEach.forEach(Runnable::run);
    } catch (RuntimeException | Error e) {
      fail("step '" + step.what + "' threw " + e + " at " + e.getStackTrace()[0]);
    }
  }
}
