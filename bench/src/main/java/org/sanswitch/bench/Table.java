package org.sanswitch.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.sanswitch.bench.Row.Group;
import org.sanswitch.bench.Statistics.Spread;

/** The medians as text. */
final class Table {

  private static final double KIB = 1024;

  private static final String FORMAT =
      "%-18s %4s %-9s %-8s %-12s %3s %9s %9s %9s %9s %8s %5s %7s %6s %8s %9s  %s%n";

  private static final String LEGEND =
      """
          Medians over n rounds. c: connections at once. cores: what both processes took of the
          processor. B/msg: what Java allocated for a message, both ends together. KiB/conn: what an idle
          connection takes, both ends together. vs_jdk: how many times as good as jdk-tcp (p50; messages/s
          of stream, connections, files and select-all; memory of idle) in the same round and class; median
          and interval: quartiles, or least to greatest of fewer than 5 pairs. *: a reference, no channel
          of Java.
          """;

  private Table() {}

  /** {@return the table and what its columns mean} */
  static String of(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, FORMAT, "workload", "c", "placement", "class", "variant",
        "n", "p50_us", "p99_us", "p99.9_us", "Mmsg/s", "GiB/s", "conn/s", "cores", "B/msg",
        "KiB/conn",
        "vs_jdk", "interval (pairs)"));
    List<Summary> summaries = new ArrayList<>(Summary.of(rows));
    summaries.sort(Comparator.<Summary>comparingInt(summary -> place(rows, summary))
      .thenComparing(Summary::condition)
      .thenComparing(summary -> summary.cell().variant()));
    for (Summary summary : summaries) {
      text.append(line(summary));
    }
    for (Row row : rows) {
      if (!row.valid()) {
        text.append("invalid: round ")
          .append(row.round())
          .append(' ')
          .append(row.cell())
          .append(": ")
          .append(row.problem())
          .append(System.lineSeparator());
      }
    }
    long unsettled = Summary.unsettled(rows);
    if (unsettled > 0) {
      text.append(unsettled)
        .append(" rows were measured before they had settled: see settled in the CSV")
        .append(System.lineSeparator());
    }
    return text.append(LEGEND).toString();
  }

  /** Workloads and placements stay in the order in which they were measured. */
  private static int place(List<Row> rows, Summary summary) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).cell().group().equals(summary.cell().group())) {
        return i;
      }
    }
    return rows.size();
  }

  private static String line(Summary summary) {
    Group group = summary.cell().group();
    Variant variant = summary.cell().variant();
    Spread ratio = summary.ratio();
    int pairs = summary.ratios().size();
    return String.format(Locale.ROOT, FORMAT, group.workload(), group.connections(),
        group.placement(), summary.condition(), variant + (variant.reference() ? "*" : ""),
        summary.rows().size(), number(summary.median(Figures::p50)),
        number(summary.median(Figures::p99)), number(summary.median(Figures::p999)),
        number(summary.median(Figures::messagesPerSecond) / 1e6),
        number(summary.median(Figures::gibPerSecond)),
        number(summary.median(Figures::connectsPerSecond)),
        String.format(Locale.ROOT, "%.2f", summary.median(Figures::cores)),
        String.format(Locale.ROOT, "%.2f", summary.median(Figures::allocatedPerMessage)),
        number(summary.median(figures -> figures.memory().total()) / KIB), number(ratio.median()),
        pairs == 0 ? "-" : number(ratio.low()) + ".." + number(ratio.high()) + " (" + pairs + ")");
  }

  /** Three digits that count; a dash for what was not measured. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
