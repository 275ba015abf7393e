package org.sanswitch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sanswitch.bench.Row.Cell;
import org.sanswitch.bench.program.Client;
import org.sanswitch.bench.program.Output;
import org.sanswitch.bench.program.Server;
import org.sanswitch.bench.program.Task;
import org.sanswitch.bench.program.Task.Kind;
import org.sanswitch.bench.program.Task.Timing;

/** Runs the two programs of one cell once. */
final class Measurement {

  /** The measured burst may be slower than the warm-up has promised by this factor. */
  private static final long SLOWER = 10;

  /** To make one connection that is to be idle, on a core that others use too. */
  private static final long CONNECT_MILLIS = 20;

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final int HEAP_MIB = 512;

  /** Of some ten thousand connections, which take 37 KiB each at each end over shared memory. */
  private static final int LARGE_HEAP_MIB = 2048;

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
    Path place = Files.createDirectory(
        directory.resolve(++number + "-" + cell.toString().replaceAll("[^a-zA-Z0-9-]", "-")));
    Path shared = Files.createTempDirectory(SHARED_MEMORY, "sanswitch-bench-");
    try {
      Result result = run(cell, place, shared);
      Directories.delete(place);
      return result;
    } finally {
      Directories.delete(shared);
    }
  }

  private Result run(Cell cell, Path place, Path shared)
      throws IOException, MeasurementException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(boundMillis(cell));
    Path serverReport = place.resolve("server-report.txt");
    Path clientReport = place.resolve("client-report.txt");
    Placement placement = cell.group().placement();
    try (
        Child server = Child.start("server",
            command(cell, placement.server(cores), serverReport, Server.class, shared),
            place.resolve("server.err"));
        Child client = Child.start("client",
            command(cell, placement.client(cores), clientReport, Client.class, shared),
            place.resolve("client.err"))) {
      client.tell(server.await(Output.PORT, deadline) + " " + server.pid());
      Map<String, Long> clientValues = client.finish(deadline);
      Map<String, Long> serverValues = server.finish(deadline);
      Workload workload = cell.group().workload();
      Figures figures = Figures.of(workload, clientValues, serverValues);
      if (cell.variant().switched()) {
        long bytes = figures.messages() * workload.bytes();
        long connections = clientValues.getOrDefault(Output.CONNECTIONS, 0L);
        boolean down = workload.downward();
        RouteCheck.client(cell.variant(), clientReport, connections, bytes, down);
        RouteCheck.server(cell.variant(), serverReport, connections, bytes, down);
      }
      long cpuNanos =
          clientValues.getOrDefault(Output.CPU, 0L) + serverValues.getOrDefault(Output.CPU, 0L);
      return new Result(figures, cpuNanos);
    }
  }

  private long boundMillis(Cell cell) {
    Workload workload = cell.group().workload();
    Timing timing = workload.timing(options.timing());
    return options.startMillis() + timing.mostMillis() + SLOWER * timing.measureMillis()
        + CONNECT_MILLIS * workload.count();
  }

  private List<String> command(Cell cell, List<String> pinned, Path report, Class<?> program,
      Path shared) {
    Workload workload = cell.group().workload();
    int heap = workload.kind() == Kind.SELECT_IDLE ? LARGE_HEAP_MIB : HEAP_MIB;
    List<String> flags = new ArrayList<>(List.of("-Xmx" + heap + "m"));
    if (workload.weighs()) {
      // A heap whose pages are all there does not grow by garbage.
      flags.addAll(List.of("-Xms" + heap + "m", "-XX:+AlwaysPreTouch"));
    }
    if (workload.kind() == Kind.NETTY) {
      flags.addAll(List.of("--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow"));
    }
    @Nullable
    String processors = cell.group().placement().processors();
    if (processors != null) {
      flags.add(processors);
    }
    flags.addAll(cell.variant().flags(String.valueOf(options.agent()), report.toString()));
    flags.addAll(options.jvmFlags());
    Task task =
        workload.task(options, cell.variant(), cell.group().connections(), shared.toString());
    if (workload.kind() == Kind.NETTY) {
      return JavaCommand.withNetty(pinned, flags, program, task.arguments());
    }
    return cell.variant().reference()
        ? JavaCommand.withReferences(pinned, flags, program, task.arguments())
        : JavaCommand.of(pinned, flags, program, task.arguments());
  }
}
