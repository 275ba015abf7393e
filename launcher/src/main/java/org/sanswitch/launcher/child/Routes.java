package org.sanswitch.launcher.child;

import java.util.ArrayList;
import java.util.List;

/**
 * What went by which route for which reason in a program.
 *
 * @param rows one a route and reason
 */
public record Routes(List<RouteRow> rows) {

  /** Copies the list. */
  public Routes {
    rows = List.copyOf(rows);
  }

  static Routes parse(List<String> lines) {
    return new Routes(lines.stream().map(line -> RouteRow.of(Fields.parse(line))).toList());
  }

  /**
   * {@return what was connected after an earlier look, rows without any left out}
   *
   * @param earlier the earlier look
   */
  public List<RouteRow> connectedSince(Routes earlier) {
    List<RouteRow> since = new ArrayList<>();
    for (RouteRow row : rows) {
      long before = earlier.rows.stream()
        .filter(old -> old.isAlong(row))
        .mapToLong(RouteRow::connected)
        .sum();
      if (row.connected() > before) {
        since.add(row.withConnected(row.connected() - before));
      }
    }
    return since;
  }

  /** {@return how many connections the program has made} */
  public long connected() {
    return rows.stream().mapToLong(RouteRow::connected).sum();
  }
}
