package org.sanswitch.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sanswitch.bench.Measurement.Result;
import org.sanswitch.bench.Row.Cell;
import org.sanswitch.bench.Row.Group;

/** Measures all cells, round by round. */
final class Bench {

  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Options options;
  private final @Nullable CacheLineProbe probe;
  private final Measurement measurement;
  private final CsvFile csv;
  private final Random random;
  private final List<Row> rows = new ArrayList<>();
  private final Set<Cell> leftOut = new HashSet<>();
  private double cacheLineNanos;

  private Bench(
      Options options, @Nullable CacheLineProbe probe, Measurement measurement, CsvFile csv) {
    this.options = options;
    this.probe = probe;
    this.measurement = measurement;
    this.csv = csv;
    random = new Random(options.seed());
  }

  /** {@return all rows, in the order in which they were measured} */
  static List<Row> run(Options options, Machine machine, Path directory)
      throws IOException, MeasurementException, InterruptedException {
    Cores cores = Cores.find();
    try (
        CacheLineProbe probe = options.distance() ? CacheLineProbe.start(cores, directory) : null;
        CsvFile csv = CsvFile.create(options, machine)) {
      Bench bench = new Bench(options, probe, new Measurement(options, cores, directory), csv);
      bench.rounds();
      return bench.rows;
    }
  }

  private void rounds() throws IOException, MeasurementException, InterruptedException {
    Matrix matrix = Matrix.of(options);
    Schedule schedule = new Schedule(options, System::nanoTime);
    Progress.line(schedule.estimate(matrix));
    cacheLineNanos = roundTripNanos();
    for (int round = 1; schedule.another(round); round++) {
      for (Group group : matrix.groups()) {
        List<Variant> order = new ArrayList<>(matrix.variants(group));
        Collections.shuffle(order, random);
        for (Variant variant : order) {
          Cell cell = new Cell(group, variant);
          if (!leftOut.contains(cell)) {
            measure(round, cell);
          }
        }
      }
      Progress.line(schedule.after(round));
    }
  }

  private double roundTripNanos() throws MeasurementException, InterruptedException {
    return probe == null ? Condition.NOT_ASKED : probe.roundTripNanos();
  }

  /** A cell that took long to fail is not measured again. */
  private void measure(int round, Cell cell)
      throws IOException, MeasurementException, InterruptedException {
    double before = cacheLineNanos;
    OtherLoad load = OtherLoad.start();
    long start = System.nanoTime();
    @Nullable
    Result result = null;
    @Nullable
    String problem = null;
    try {
      result = measurement.run(cell);
    } catch (MeasurementException e) {
      problem = e.getMessage();
      if (System.nanoTime() - start > LONG_NANOS) {
        leftOut.add(cell);
      }
    }
    double otherCores = result == null ? 0 : load.cores(result.cpuNanos());
    cacheLineNanos = roundTripNanos();
    Row row = new Row(round, cell,
        Condition.of(cell.group().placement(), before, cacheLineNanos, otherCores), before,
        cacheLineNanos, otherCores, result == null ? null : result.figures(), problem);
    rows.add(row);
    csv.add(row);
    Progress.line(String.format(Locale.ROOT, "%d/%d %s %s: %s", round, options.rounds(), cell,
        row.condition(), problem == null ? Brief.of(row) : problem));
  }
}
