package org.sanswitch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ./sanswitch bench}: the same programs over TCP/IP and over the switch, side by side. */
public final class Main {

  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Main() {}

  /**
   * Measures, and exits: 0 if every row is valid, 1 if not, 2 if the command line is wrong.
   *
   * @param arguments see {@link Options#USAGE}
   */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    if (List.of(arguments).contains("--help")) {
      System.out.print(Options.USAGE);
      return OK;
    }
    try {
      return measure(OptionParser.parse(arguments));
    } catch (UsageException e) {
      System.err.println("bench: " + e.getMessage());
      System.err.print(Options.USAGE);
      return USAGE;
    } catch (IOException | MeasurementException e) {
      Progress.line("cannot measure: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private static int measure(Options options)
      throws IOException, MeasurementException, InterruptedException {
    Children.endWithThisJvm();
    Machine machine = Machine.here();
    Path directory = Files.createTempDirectory("sanswitch-bench-");
    Progress.line(machine.toString());
    Progress.line("seed " + options.seed() + ", figures in " + options.csv());
    if (options.agent() == null) {
      Progress.line("no --agent: only the variants without the switch");
    }
    List<Row> rows = Bench.run(options, machine, directory);
    System.out.print(Table.of(rows));
    boolean drawn = options.plots() == null || draw(options.plots(), rows);
    if (drawn && rows.stream().allMatch(Row::valid)) {
      Directories.delete(directory);
      return OK;
    }
    if (drawn) {
      Progress.line("not all rows are valid; what the programs said is in " + directory);
    }
    return FAILED;
  }

  private static boolean draw(Path directory, List<Row> rows) {
    try {
      int plots = Plots.write(directory, Summary.of(rows)).size();
      Progress.line(plots + " plots in " + directory + ": of what has at least "
          + Plots.ENOUGH_ROUNDS + " rounds of near, far or one-core");
      return true;
    } catch (IOException | LinkageError | InternalError e) {
      // The last two: the JDK does so where the machine has no fonts.
      Progress.line("cannot draw into " + directory + ": " + e);
      return false;
    }
  }
}
