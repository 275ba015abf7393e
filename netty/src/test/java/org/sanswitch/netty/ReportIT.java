package org.sanswitch.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which way the connections of Netty's tests went, as the agent says in its report. */
class ReportIT {

  private static final Pattern ROUTE =
      Pattern.compile("^([a-z0-9.-]+)\\s+([A-Z][A-Z_]+)\\s+(\\d+)\\s+(\\d+)\\s.*");

  /** Fewer tell that the tests were not run, or not over the switch. */
  private static final int FEWEST = 100;

  /** Netty's tests connect to an address outside to see that it is refused. */
  private static final Set<String> BESIDES = Set.of("tcp NOT_IN_SUBNET");

  @Test
  void theConnectionsOfNettysTestsWentOverSharedMemory() throws Exception {
    Path report = Path.of(System.getProperty("netty.report"));
    List<String> lines = Files.readAllLines(report);
    Files.delete(report); // No later run takes it for its own.
    int connected = 0;
    int accepted = 0;
    Set<String> others = routes(lines).filter(route -> !route.group(2).equals("SAN"))
      .map(route -> route.group(1) + " " + route.group(2))
      .filter(route -> !BESIDES.contains(route))
      .collect(Collectors.toSet());
    for (Matcher route : routes(lines).filter(route -> route.group(1).equals("emu")).toList()) {
      connected += Integer.parseInt(route.group(3));
      accepted += Integer.parseInt(route.group(4));
    }
    assertTrue(connected >= FEWEST && accepted >= FEWEST, () -> "in " + lines);
    assertEquals(Set.of(), others, () -> "in " + lines);
  }

  private static Stream<Matcher> routes(List<String> lines) {
    return lines.stream().map(ROUTE::matcher).filter(Matcher::matches);
  }
}
