package org.sanswitch.bench;

import org.sanswitch.bench.Figures.Memory;
import org.sanswitch.bench.Figures.Times;
import org.sanswitch.bench.Figures.Warmup;
import org.sanswitch.bench.Row.Cell;
import org.sanswitch.bench.Row.Group;

/** Rows for tests. */
final class Rows {

  static final Workload PINGPONG = Workload.parse("pingpong:16");
  static final Workload STREAM = Workload.parse("stream:64");

  private static final Warmup SETTLED = new Warmup(2.5, true);

  private Rows() {}

  static Row pingPong(int round, Variant variant, Condition condition, double p50) {
    return pingPong(round, PINGPONG, variant, condition, p50);
  }

  static Row pingPong(int round, Workload workload, Variant variant, Condition condition,
      double p50) {
    return row(round, workload, variant, condition, new Figures(new Times(p50, p50 * 2, p50 * 3),
        1000, 0.5, 2000, 0.001, 1.5, 10, 20, Double.NaN, Memory.NONE, SETTLED));
  }

  static Row stream(int round, Variant variant, Condition condition, double messagesPerSecond) {
    return row(round, STREAM, variant, condition, new Figures(Times.NONE, 1000, 0.5,
        messagesPerSecond, 0.25, 2, 0, 0, Double.NaN, Memory.NONE, new Warmup(15, false)));
  }

  static Row idle(int round, Variant variant, double heap, double shared) {
    return row(round, Workload.parse("idle:10"), variant, Condition.NEAR,
        new Figures(Times.NONE, 10, 0.5, Double.NaN, Double.NaN, 0, 0, 0, Double.NaN,
            new Memory(heap, 0, shared, 0), SETTLED));
  }

  static Row invalid(int round, Variant variant, String problem) {
    return new Row(round, new Cell(new Group(PINGPONG, 1, Placement.TWO_CORES), variant),
        Condition.NEAR, 100, 100, 0, null, problem);
  }

  private static Row row(int round, Workload workload, Variant variant, Condition condition,
      Figures figures) {
    return new Row(round, new Cell(new Group(workload, 1, Placement.TWO_CORES), variant),
        condition, 100, 120, 0.125, figures, null);
  }
}
