package org.sanswitch.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.sanswitch.bench.Row.Cell;
import org.sanswitch.bench.Statistics.Spread;
import org.sanswitch.bench.program.Task.Kind;

/**
 * All valid rows of one cell under one condition.
 *
 * @param cell what was measured
 * @param condition under what
 * @param rows the rounds, at least one
 * @param ratios how many times as fast as jdk-tcp, of the rounds where both ran under the condition
 */
record Summary(Cell cell, Condition condition, List<Figures> rows, List<Double> ratios) {

  /** {@return one summary per cell and condition, in the order of their first rows} */
  static List<Summary> of(List<Row> rows) {
    Map<List<Object>, Summary> summaries = new LinkedHashMap<>();
    for (Row row : rows) {
      Figures figures = row.figures();
      if (!row.valid() || figures == null) {
        continue;
      }
      Summary summary = summaries.computeIfAbsent(List.of(row.cell(), row.condition()),
          key -> new Summary(row.cell(), row.condition(), new ArrayList<>(), new ArrayList<>()));
      summary.rows.add(figures);
      Figures base = base(rows, row);
      if (base != null) {
        Kind kind = row.cell().group().workload().kind();
        summary.ratios.add(figures.speed(kind) / base.speed(kind));
      }
    }
    return List.copyOf(summaries.values());
  }

  private static @Nullable Figures base(List<Row> rows, Row row) {
    Cell cell = new Cell(row.cell().group(), Variant.JDK_TCP);
    for (Row other : rows) {
      if (other.round() == row.round() && other.cell().equals(cell)
          && other.condition() == row.condition() && other.valid()) {
        return other.figures();
      }
    }
    return null;
  }

  /** {@return how many rows count although nobody knows whether they had warmed up} */
  static long unsettled(List<Row> rows) {
    return rows.stream()
      .filter(Row::valid)
      .map(Row::figures)
      .filter(figures -> figures != null && !figures.warmup().settled())
      .count();
  }

  /** {@return the median of one figure} */
  double median(ToDoubleFunction<Figures> figure) {
    return Statistics.median(rows.stream().mapToDouble(figure).boxed().toList());
  }

  /** {@return how many times as fast as jdk-tcp} */
  Spread ratio() {
    return Statistics.spread(ratios);
  }
}
