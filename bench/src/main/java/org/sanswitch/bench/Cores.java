package org.sanswitch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The two cores that pinned processes run on, by the operating system's numbers.
 *
 * @param first the server's
 * @param second the client's
 */
record Cores(int first, int second) {

  private static final String ALLOWED = "Cpus_allowed_list:";

  /** {@return the first two that this process may use} */
  static Cores find() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(ALLOWED)) {
        List<Integer> allowed = list(line.substring(ALLOWED.length()).strip());
        if (allowed.size() < 2) {
          throw new IOException("two cores are needed, this process may use only " + allowed);
        }
        return new Cores(allowed.get(0), allowed.get(1));
      }
    }
    throw new IOException("/proc/self/status does not tell which cores this process may use");
  }

  /** {@return the numbers in a list such as 0-3,8} */
  static List<Integer> list(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String range : text.split(",", -1)) {
      String[] ends = range.split("-", 2);
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int number = first; number <= last; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /** {@return the command that runs another one on that core only} */
  static List<String> pinnedTo(int core) {
    return List.of("taskset", "-c", Integer.toString(core));
  }
}
