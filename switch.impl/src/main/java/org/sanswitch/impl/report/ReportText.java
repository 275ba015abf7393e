package org.sanswitch.impl.report;

import java.util.ArrayList;
import java.util.List;
import org.sanswitch.api.MemoryUse;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.RegistrationCounts;
import org.sanswitch.api.RouteCount;
import org.sanswitch.api.ServedAddress;

/** The report as lines of text: routes, providers, and the verdict last. */
public final class ReportText {

  private ReportText() {}

  /**
   * Makes the report.
   *
   * @param counts what went where; bytes are payload bytes
   * @param providers all providers
   * @return its lines
   */
  public static List<String> lines(List<RouteCount> counts, List<ProviderStatus> providers) {
    List<String> lines = new ArrayList<>();
    TextTable routes =
        new TextTable("route", "reason", "connected", "accepted", "sent", "received");
    for (RouteCount count : counts) {
      routes.row(count.provider(), count.reason().name(), Long.toString(count.connected()),
          Long.toString(count.accepted()), Long.toString(count.bytesSent()),
          Long.toString(count.bytesReceived()));
    }
    lines.addAll(routes.lines());
    lines.add("");
    TextTable states = new TextTable("provider", "state", "reason", "sessions", "addresses");
    for (ProviderStatus provider : providers) {
      states.row(provider.name().isEmpty() ? "?" : provider.name(), provider.state().name(),
          provider.reason().name(), Integer.toString(provider.sessions()), addresses(provider));
    }
    lines.addAll(states.lines());
    for (ProviderStatus provider : providers) {
      if (!provider.detail().isEmpty()) {
        lines.add(provider.name() + ": " + provider.detail());
      }
      RegistrationCounts cache = provider.registrations();
      if (cache != null && cache.hits() + cache.misses() > 0) {
        lines.add(provider.name() + ": " + registrations(cache));
      }
      if (!provider.memory().equals(MemoryUse.NONE)) {
        lines.add(provider.name() + ": " + memory(provider.memory()));
      }
    }
    lines.add("");
    lines.add(Verdict.of(counts, providers));
    return List.copyOf(lines);
  }

  private static String registrations(RegistrationCounts counts) {
    return counts.entries() + " registrations kept (" + counts.bytes() + " bytes), "
        + counts.hits() + " found again, " + counts.misses() + " made, " + counts.evictions()
        + " evicted";
  }

  private static String memory(MemoryUse use) {
    return use.stagedBytes() + " bytes of staging in use, " + use.lent() + " buffers lent, "
        + use.revoked() + " times access of the peer revoked";
  }

  private static String addresses(ProviderStatus provider) {
    List<ServedAddress> served = provider.addresses();
    return served.isEmpty()
        ? "-"
        : served.get(0).address().getHostAddress()
            + (served.size() == 1 ? "" : " and " + (served.size() - 1) + " more");
  }
}
