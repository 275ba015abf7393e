package org.sanswitch.launcher.demo;

import java.util.List;
import java.util.function.Predicate;
import org.sanswitch.launcher.child.CheckFailedException;
import org.sanswitch.launcher.child.RouteRow;

/**
 * The route that connections must take.
 *
 * @param name how it is called in a message
 * @param holds whether a route is that one
 */
record Expected(String name, Predicate<RouteRow> holds) {

  static final Expected SAN = new Expected("shared memory", RouteRow::isSan);
  static final Expected TCP =
      new Expected("tcp", row -> !row.isSan() && row.provider().equals("tcp"));
  static final Expected RULE = new Expected("tcp by rule", row -> row.reason().equals("RULE"));

  /** The one route that connections took; fails if it is another, or if there are several. */
  RouteRow only(List<RouteRow> rows) throws CheckFailedException {
    List<RouteRow> connected = rows.stream().filter(row -> row.connected() > 0).toList();
    if (connected.size() != 1 || !holds.test(connected.getFirst())) {
      throw new CheckFailedException(
          "expected only " + name + ", but the switch says " + connected);
    }
    return connected.getFirst();
  }
}
