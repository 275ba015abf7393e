package org.sanswitch.bench;

import org.sanswitch.bench.Row.Cell;

/** Rows for tests. */
final class Rows {

  static final Workload PINGPONG = Workload.parse("pingpong:16");
  static final Workload STREAM = Workload.parse("stream:64");

  private Rows() {}

  static Row pingPong(int round, Variant variant, Condition condition, double p50) {
    return row(round, PINGPONG, variant, condition,
        new Figures(p50, p50 * 2, p50 * 3, 1000, 0.5, 2000, 0.001, 10, 20));
  }

  static Row stream(int round, Variant variant, Condition condition, double messagesPerSecond) {
    return row(round, STREAM, variant, condition, new Figures(Double.NaN, Double.NaN, Double.NaN,
        1000, 0.5, messagesPerSecond, 0.25, 0, 0));
  }

  static Row invalid(int round, Variant variant, String problem) {
    return new Row(round, new Cell(PINGPONG, Placement.TWO_CORES, variant), Condition.NEAR, 100,
        100, 0, null, problem);
  }

  private static Row row(int round, Workload workload, Variant variant, Condition condition,
      Figures figures) {
    return new Row(round, new Cell(workload, Placement.TWO_CORES, variant), condition, 100, 120,
        0.125, figures, null);
  }
}
