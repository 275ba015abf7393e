package org.sanswitch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the route that a variant stands for was really used, by the switch's own report. A
 * benchmark that has skipped the layer that it measures is worthless.
 */
final class RouteCheck {

  private static final Pattern LINE = Pattern
    .compile("\\s*(\\S+)\\s+([A-Z][A-Z_]+)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)(\\s.*)?");
  private static final String SERVER = "server";

  private RouteCheck() {}

  /** What went by one route for one reason. */
  record Count(
      String route,
      String reason,
      long connected,
      long accepted,
      long sent,
      long received) {

    boolean used() {
      return connected + accepted > 0;
    }
  }

  /**
   * Checks the client's report: all its connections went where they should, with all their bytes.
   *
   * @param down whether it was the server that sent them
   */
  static void client(Variant variant, Path report, long connections, long bytes, boolean down)
      throws IOException, MeasurementException {
    check("client", variant, read(report), connections, bytes, down);
  }

  /** The same of the server, which need not know of the operator's rules of the client. */
  static void server(Variant variant, Path report, long connections, long bytes, boolean down)
      throws IOException, MeasurementException {
    check(SERVER, variant, read(report), connections, bytes, down);
  }

  static void check(String role, Variant variant, List<String> report, long connections,
      long bytes, boolean down) throws MeasurementException {
    boolean client = !role.equals(SERVER);
    List<Count> used = counts(report).stream().filter(Count::used).toList();
    if (used.size() != 1) {
      throw invalid(role, variant, "tells of " + used.size() + " routes instead of 1", report);
    }
    Count count = used.get(0);
    long made = client ? count.connected() : count.accepted();
    if (made != connections) {
      throw invalid(role, variant,
          "tells of " + made + " connections instead of " + connections, report);
    }
    boolean right = variant.goesBy(count.route(), count.reason(), client);
    if (!right) {
      throw invalid(role, variant, "tells of another route", report);
    }
    long moved = client == down ? count.received() : count.sent();
    if (moved < bytes) {
      throw invalid(role, variant, "tells of " + moved + " bytes instead of at least " + bytes,
          report);
    }
  }

  static List<Count> counts(List<String> report) {
    List<Count> counts = new ArrayList<>();
    for (String line : report) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        counts.add(new Count(matcher.group(1), matcher.group(2), number(matcher, 3),
            number(matcher, 4), number(matcher, 5), number(matcher, 6)));
      }
    }
    return counts;
  }

  private static long number(Matcher matcher, int group) {
    return Long.parseLong(matcher.group(group));
  }

  private static List<String> read(Path report) throws IOException, MeasurementException {
    if (!Files.exists(report)) {
      throw new MeasurementException("the switch has written no " + report.getFileName());
    }
    return Files.readAllLines(report);
  }

  private static MeasurementException invalid(String role, Variant variant, String what,
      List<String> report) {
    return new MeasurementException(
        "not " + variant + ": the " + role + "'s report " + what + ": "
            + String.join(" | ", report));
  }
}
