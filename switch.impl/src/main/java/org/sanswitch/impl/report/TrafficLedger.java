package org.sanswitch.impl.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteCount;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.session.TrafficCounter;

/** What went by which route for which reason since the switch started. */
public final class TrafficLedger {

  private final Map<Key, LedgerRow> rows = new ConcurrentHashMap<>();

  private record Key(String provider, RouteReason reason) {}

  /**
   * Counts a connection.
   *
   * @param route its route; the detail does not count
   * @param accepted true for accept, false for connect
   * @return the counter of its bytes
   */
  public TrafficCounter open(Route route, boolean accepted) {
    return rows.computeIfAbsent(new Key(route.provider(), route.reason()), key -> new LedgerRow())
      .open(accepted);
  }

  /** {@return the counts, the SANs first, then by number of connections} */
  public List<RouteCount> counts() {
    return rows.entrySet()
      .stream()
      .map(row -> row.getValue().count(row.getKey().provider(), row.getKey().reason()))
      .sorted(Comparator.comparing((RouteCount count) -> count.reason() != RouteReason.SAN)
        .thenComparing(count -> -(count.connected() + count.accepted()))
        .thenComparing(RouteCount::provider)
        .thenComparing(RouteCount::reason))
      .toList();
  }
}
