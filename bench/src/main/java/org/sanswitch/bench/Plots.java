package org.sanswitch.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.sanswitch.bench.Row.Group;
import org.sanswitch.bench.program.Task.Kind;

/**
 * Latency and throughput by size, one file per placement, number of connections and class. What has
 * too few rounds is left out, and so is what was measured while other work went on.
 */
final class Plots {

  /** With fewer rounds of a class a median says little. */
  static final int ENOUGH_ROUNDS = Statistics.ENOUGH_FOR_QUARTILES;

  /** Hundredths of a pixel are enough; letters are outlines, and their digits most of a file. */
  private static final Pattern FURTHER_DIGITS = Pattern.compile("(\\.\\d\\d)\\d+");

  private Plots() {}

  /** One plot. */
  private record Subject(Kind kind, Placement placement, int connections, Condition condition) {

    String file() {
      return (kind == Kind.PINGPONG ? "latency" : "throughput") + "-" + placement + "-" + condition
          + "-" + connections + ".svg";
    }

    String title() {
      return (kind == Kind.PINGPONG ? "Round trip" : "Streaming one way") + ", " + placement + ", "
          + condition
          + (connections == 1 ? "" : ", " + connections + " connections");
    }
  }

  /** {@return the files, older ones of the same names replaced} */
  static List<Path> write(Path directory, List<Summary> summaries) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Files.createDirectories(directory);
    List<Path> files = new ArrayList<>();
    for (Map.Entry<Subject, List<Summary>> each : subjects(summaries).entrySet()) {
      Path file = directory.resolve(each.getKey().file());
      byte[] svg = ChartEncoder.getBytes(chart(each.getKey(), each.getValue()), "svg");
      Files.writeString(file,
          FURTHER_DIGITS.matcher(new String(svg, StandardCharsets.UTF_8)).replaceAll("$1"));
      files.add(file);
    }
    return files;
  }

  private static Map<Subject, List<Summary>> subjects(List<Summary> summaries) {
    Map<Subject, List<Summary>> subjects = new LinkedHashMap<>();
    for (Summary summary : summaries) {
      Group group = summary.cell().group();
      Kind kind = group.workload().kind();
      if (summary.rows().size() >= ENOUGH_ROUNDS && summary.condition().tells()
          && (kind == Kind.PINGPONG || kind == Kind.STREAM)) {
        subjects
          .computeIfAbsent(
              new Subject(kind, group.placement(), group.connections(), summary.condition()),
              key -> new ArrayList<>())
          .add(summary);
      }
    }
    return subjects;
  }

  private static XYChart chart(Subject subject, List<Summary> summaries) {
    boolean latency = subject.kind() == Kind.PINGPONG;
    PlotStyle style = new PlotStyle(subject.title(), latency ? "µs" : "GiB/s");
    for (Variant variant : Variant.values()) {
      List<Summary> own = summaries.stream()
        .filter(summary -> summary.cell().variant() == variant)
        .sorted(Comparator.comparingInt(summary -> summary.cell().group().workload().bytes()))
        .toList();
      if (!own.isEmpty()) {
        double[] sizes =
            own.stream().mapToDouble(each -> each.cell().group().workload().bytes()).toArray();
        if (latency) {
          style.line(variant, "p50", false, sizes, medians(own, Figures::p50));
          style.line(variant, "p99", true, sizes, medians(own, Figures::p99));
        } else {
          style.line(variant, "", false, sizes, medians(own, Figures::gibPerSecond));
        }
      }
    }
    return style.chart();
  }

  private static double[] medians(List<Summary> summaries, ToDoubleFunction<Figures> figure) {
    return summaries.stream().mapToDouble(summary -> summary.median(figure)).toArray();
  }
}
