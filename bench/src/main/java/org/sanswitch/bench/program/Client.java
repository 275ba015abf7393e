package org.sanswitch.bench.program;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Reads the server's port and process id from standard input, connects, and measures. */
public final class Client {

  private Client() {}

  /**
   * Runs the client.
   *
   * @param arguments as of {@link Task#arguments}
   */
  public static void main(String[] arguments) throws IOException {
    Task task = Task.parse(arguments);
    String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))
      .readLine();
    if (line == null) {
      throw new EOFException("no port on standard input");
    }
    String[] words = line.split(" ", 2);
    int port = Integer.parseInt(words[0]);
    long server = Long.parseLong(words[words.length - 1]);
    if (task.kind().carried()) {
      try (Carrier carrier = Carrier.client(task, port)) {
        run(carrier, task, server);
      }
    } else {
      LoopClient.run(task, Meeting.at(port), server);
    }
    Output.printCpu();
  }

  /**
   * Measures, and prints what came out.
   *
   * @param server the server's process id
   */
  static void run(Carrier carrier, Task task, long server) throws IOException {
    long here = ProcessHandle.current().pid();
    ProcessTimes times = new ProcessTimes(here, server);
    switch (task.kind()) {
      case PINGPONG, PACED, STREAM -> traffic(carrier, task, times);
      case CONNECT -> connects(carrier, task, times);
      case IDLE -> Idle.client(carrier, task, times, here, server);
      default -> throw new IllegalArgumentException(task.kind() + " has no carrier");
    }
  }

  private static void traffic(Carrier carrier, Task task, ProcessTimes times)
      throws IOException {
    List<Load> loads = new ArrayList<>();
    for (int i = 0; i < task.connections(); i++) {
      Wire wire = carrier.next();
      loads.add(switch (task.kind()) {
        case PACED -> new Paced(wire, task);
        case STREAM -> new Streaming(wire, task);
        default -> new PingPong(wire, task);
      });
    }
    run(task, loads, times);
    Output.print(Output.CONNECTIONS, loads.size());
    close(loads);
  }

  private static void connects(Carrier carrier, Task task, ProcessTimes times)
      throws IOException {
    try (Wire _ = carrier.next()) {
      List<Connecting> loads = new ArrayList<>();
      for (int i = 0; i < task.connections(); i++) {
        loads.add(new Connecting(carrier, task));
      }
      run(task, loads, times);
      Output.print(Output.CONNECTIONS,
          1 + loads.stream().mapToLong(Connecting::connections).sum());
      close(loads);
    }
  }

  /** Warms up, measures, and prints what came out. */
  static void run(Task task, List<? extends Load> loads, ProcessTimes times)
      throws IOException {
    Run run = new Run(task, loads, times);
    run.run();
    Histogram all = loads.get(0).histogram();
    loads.stream().skip(1).forEach(load -> all.add(load.histogram()));
    if (all.getTotalCount() > 0) {
      Output.print(Output.P50, all.getValueAtPercentile(50));
      Output.print(Output.P99, all.getValueAtPercentile(99));
      Output.print(Output.P999, all.getValueAtPercentile(99.9));
    }
    long origin = loads.get(0).start();
    long start = loads.stream().mapToLong(load -> load.start() - origin).min().orElseThrow();
    long end = loads.stream().mapToLong(load -> load.end() - origin).max().orElseThrow();
    Output.print(Output.MESSAGES, loads.stream().mapToLong(Load::messages).sum());
    Output.print(Output.NANOS, end - start);
    Output.print(Output.ALLOCATED, loads.stream().mapToLong(Load::allocated).sum());
    Output.print(Output.SPAN_CPU, run.cpuNanos());
    Output.print(Output.SPAN, run.spanNanos());
    Output.print(Output.WARMUP, run.warmupNanos());
    Output.print(Output.SETTLED, run.settled() ? 1 : 0);
  }

  static void close(List<? extends Closeable> loads) throws IOException {
    for (Closeable load : loads) {
      load.close();
    }
  }
}
