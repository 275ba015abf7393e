package org.sanswitch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sanswitch.bench.Row.Cell;
import org.sanswitch.bench.program.Client;
import org.sanswitch.bench.program.Output;
import org.sanswitch.bench.program.Server;
import org.sanswitch.bench.program.Task;

/** Runs the two programs of one cell once. */
final class Measurement {

  /** To start two JVMs on a core that others use too, and to end them. */
  private static final long START_AND_END_MILLIS = 30_000;

  /** The measured burst may be slower than the warm-up has promised by this factor. */
  private static final long SLOWER = 10;

  private static final String MEMORY = "-Xmx512m";

  private final Options options;
  private final Cores cores;
  private final Path directory;
  private int number;

  /**
   * Makes the measurement.
   *
   * @param directory what is left of failures goes here, each in a directory of its own
   */
  Measurement(Options options, Cores cores, Path directory) {
    this.options = options;
    this.cores = cores;
    this.directory = directory;
  }

  /**
   * What came out.
   *
   * @param cpuNanos processor time of both processes
   */
  record Result(Figures figures, long cpuNanos) {}

  /** Runs it, in bounded time. */
  Result run(Cell cell) throws IOException, MeasurementException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS
      .toNanos(START_AND_END_MILLIS + options.warmupMillis() + SLOWER * options.measureMillis());
    Path place = Files.createDirectory(
        directory.resolve(++number + "-" + cell.toString().replaceAll("[^a-zA-Z0-9-]", "-")));
    Path serverReport = place.resolve("server-report.txt");
    Path clientReport = place.resolve("client-report.txt");
    try (
        Child server = Child.start("server",
            command(cell, cell.placement().server(cores), serverReport, Server.class),
            place.resolve("server.err"));
        Child client = Child.start("client",
            command(cell, cell.placement().client(cores), clientReport, Client.class),
            place.resolve("client.err"))) {
      client.tell(Long.toString(server.await(Output.PORT, deadline)));
      Map<String, Long> clientValues = client.finish(deadline);
      Map<String, Long> serverValues = server.finish(deadline);
      Figures figures = Figures.of(cell.workload(), clientValues, serverValues);
      if (cell.variant().switched()) {
        long bytes = figures.messages() * cell.workload().bytes();
        RouteCheck.client(cell.variant(), clientReport, bytes);
        RouteCheck.server(cell.variant(), serverReport, bytes);
      }
      long cpuNanos =
          clientValues.getOrDefault(Output.CPU, 0L) + serverValues.getOrDefault(Output.CPU, 0L);
      Directories.delete(place);
      return new Result(figures, cpuNanos);
    }
  }

  private List<String> command(Cell cell, List<String> pinned, Path report, Class<?> program) {
    List<String> flags = new ArrayList<>(List.of(MEMORY));
    flags.addAll(cell.variant().flags(String.valueOf(options.agent()), report.toString()));
    flags.addAll(options.jvmFlags());
    Task task = cell.workload().task(options, cell.variant());
    return JavaCommand.of(pinned, flags, program, task.arguments());
  }
}
