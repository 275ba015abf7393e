package org.sanswitch.itests;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.sanswitch.api.RouteCount;
import org.sanswitch.api.SanSwitch;

/**
 * A snapshot of how many connections went by which route for which reason.
 *
 * @param connections number of connections by provider and reason, as in {@code "tcp NO_PROVIDER"}
 */
record RouteCounts(Map<String, Long> connections) {

  /** Of the connecting ends. */
  static RouteCounts connected(SanSwitch sanSwitch) {
    return of(sanSwitch, RouteCount::connected);
  }

  /** Of the accepting ends. */
  static RouteCounts accepted(SanSwitch sanSwitch) {
    return of(sanSwitch, RouteCount::accepted);
  }

  private static RouteCounts of(SanSwitch sanSwitch, ToLongFunction<RouteCount> number) {
    Map<String, Long> connections = new HashMap<>();
    for (RouteCount count : sanSwitch.routeCounts()) {
      connections.merge(count.provider() + " " + count.reason(), number.applyAsLong(count),
          Long::sum);
    }
    return new RouteCounts(connections);
  }

  /** The routes with more connections than before. */
  Set<String> usedSince(RouteCounts before) {
    Set<String> used = new TreeSet<>();
    connections.forEach((route, count) -> {
      if (count > before.connections.getOrDefault(route, 0L)) {
        used.add(route);
      }
    });
    return used;
  }
}
