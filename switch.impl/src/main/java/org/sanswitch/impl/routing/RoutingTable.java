package org.sanswitch.impl.routing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.impl.provider.HostAddresses;
import org.sanswitch.impl.provider.StartedProvider;

/**
 * Local prefix to providers (INI-3). Ranking comes first: of two providers that reach a destination
 * the preferred one is tried first, whatever its prefix; within one provider the longest prefix
 * names the local address.
 */
final class RoutingTable {

  static final RoutingTable EMPTY = new RoutingTable(List.of());

  private final List<Row> rows;

  private RoutingTable(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  private record Row(StartedProvider provider, List<Prefix> prefixes) {}

  /** {@return the table of these providers, the preferred first} */
  static RoutingTable of(List<StartedProvider> providers, HostAddresses host) {
    List<Row> rows = new ArrayList<>();
    for (StartedProvider provider : providers) {
      rows.add(new Row(provider, provider.addresses()
        .stream()
        .map(served -> prefix(served, host))
        .sorted(Comparator.comparingInt(Prefix::bits).reversed())
        .toList()));
    }
    return new RoutingTable(rows);
  }

  private static Prefix prefix(ServedAddress served, HostAddresses host) {
    return new Prefix(served.address(), host.prefixLength(served));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** {@return how many prefixes of how many providers there are, for people} */
  String size() {
    int prefixes = rows.stream().mapToInt(row -> row.prefixes().size()).sum();
    return prefixes + " prefixes of " + rows.size() + " running providers";
  }

  /** {@return the providers that reach a destination, the preferred first} */
  List<Candidate> candidates(InetAddress remote) {
    List<Candidate> found = new ArrayList<>();
    for (Row row : rows) {
      for (Prefix prefix : row.prefixes()) {
        if (prefix.contains(remote)) {
          found.add(new Candidate(row.provider(), prefix.address()));
          break;
        }
      }
    }
    return found;
  }

  /** {@return whether a provider reaches a local address, so that it can be listened on} */
  boolean serves(StartedProvider provider, InetAddress local) {
    return candidates(local).stream().anyMatch(candidate -> candidate.provider() == provider);
  }
}
