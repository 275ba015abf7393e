package org.sanswitch.impl.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.RouteCount;
import org.sanswitch.api.RouteReason;

/** The answer to "was it accelerated, and if not why" in one sentence. */
final class Verdict {

  private Verdict() {}

  static String of(List<RouteCount> counts, List<ProviderStatus> providers) {
    long all = counts.stream().mapToLong(Verdict::connections).sum();
    long fast = counts.stream().filter(Verdict::isSan).mapToLong(Verdict::connections).sum();
    if (all == 0) {
      return "Nothing to accelerate: no connection was made.";
    }
    if (fast == all) {
      return "Accelerated: " + connections(all) + " went over " + names(counts) + ".";
    }
    RouteCount main = counts.stream()
      .filter(count -> !isSan(count))
      .max(Comparator.comparingLong(Verdict::connections))
      .orElseThrow();
    long slow = all - fast;
    String because = (connections(main) == slow ? " because " : ", most often because ")
        + main.reason().text()
        + (connections(main) == slow ? "" : " (" + connections(main) + " of them)")
        + (main.reason() == RouteReason.NO_PROVIDER ? whyNone(providers) : "") + ".";
    return fast == 0
        ? "Not accelerated: " + connections(slow) + " went by TCP/IP" + because
        : "Partly accelerated: " + fast + " of " + connections(all) + " went over "
            + names(counts) + ", " + slow + " by TCP/IP" + because;
  }

  private static String whyNone(List<ProviderStatus> providers) {
    String reasons = providers.stream()
      .filter(provider -> provider.state() != ProviderStatus.State.RUNNING)
      .map(provider -> provider.name() + ": " + provider.reason().text())
      .collect(Collectors.joining("; "));
    return reasons.isEmpty() ? "" : " (" + reasons + ")";
  }

  private static String names(List<RouteCount> counts) {
    return counts.stream()
      .filter(Verdict::isSan)
      .map(RouteCount::provider)
      .distinct()
      .collect(Collectors.joining(", "));
  }

  private static boolean isSan(RouteCount count) {
    return count.reason() == RouteReason.SAN;
  }

  private static long connections(RouteCount count) {
    return count.connected() + count.accepted();
  }

  private static String connections(long count) {
    return count == 1 ? "1 connection" : count + " connections";
  }
}
