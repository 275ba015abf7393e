package org.sanswitch.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The routes that carried a connection, by the report of the switch.
 *
 * @param used each as {@code "provider REASON"}
 * @param report the report, for the message of a failure
 */
record Routes(Set<String> used, List<String> report) {

  /** Over shared memory. */
  static final String SAN = "emu SAN";

  private static final Pattern ROW =
      Pattern.compile("^([a-z0-9.-]+)\\s+([A-Z][A-Z_]+)\\s+(\\d+)\\s+(\\d+)\\s");

  /** Reads the first table of a report. */
  static Routes of(List<String> report) {
    Set<String> used = new TreeSet<>();
    for (String line : report) {
      if (line.isEmpty()) {
        break;
      }
      Matcher row = ROW.matcher(line);
      if (row.find() && !(row.group(3) + row.group(4)).equals("00")) {
        used.add(row.group(1) + " " + row.group(2));
      }
    }
    return new Routes(used, report);
  }

  void assertOnly(String route) {
    assertEquals(Set.of(route), used, () -> String.join("\n", report));
  }
}
