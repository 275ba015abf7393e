package plain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A server and a client of very many connections, each with one Selector. Both take commands, a line
 * each, and answer each with a line; they end with their input.
 */
public final class Crowd {

  private Crowd() {}

  /**
   * Runs one side.
   *
   * @param arguments {@code server}, which prints its port first; or {@code client} and the port
   */
  public static void main(String... arguments) throws Exception {
    Net net = Net.ofThisJvm();
    if (arguments[0].equals("server")) {
      CrowdServer server = new CrowdServer(net);
      Task<Void> serving = Task.run(Task.Kind.PLATFORM, server::serve);
      System.out.println(server.port());
      forEachCommand(words -> words[0].equals("cpu") ? cpu() : stock());
      server.stop();
      serving.get();
    } else {
      try (CrowdClient client = new CrowdClient(net, Integer.parseInt(arguments[1]))) {
        forEachCommand(client::answer);
      }
    }
  }

  /** What a command is answered with. */
  private interface Answer {
    String to(String[] words) throws Exception;
  }

  private static void forEachCommand(Answer answer) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(answer.to(line.split(" ")));
    }
  }

  /**
   * {@return open descriptors, mapped regions, KiB of the heap after a collection, KiB of this process in
   * memory, and threads}
   */
  static String stock() throws IOException {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return entries("/proc/self/fd") + " " + Files.readAllLines(Path.of("/proc/self/maps")).size()
        + " " + (runtime.totalMemory() - runtime.freeMemory()) / 1_024 + " " + resident() + " "
        + entries("/proc/self/task");
  }

  private static long entries(String directory) throws IOException {
    try (Stream<Path> found = Files.list(Path.of(directory))) {
      return found.count();
    }
  }

  /** {@return milliseconds of processor time of this process until now} */
  static String cpu() {
    return String.valueOf(
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis());
  }

  /** Shared pages count in part, by how many share them. */
  private static long resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps_rollup"))) {
      if (line.startsWith("Pss:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no Pss in smaps_rollup");
  }
}
