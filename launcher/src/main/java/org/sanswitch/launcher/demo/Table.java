package org.sanswitch.launcher.demo;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of the demo; the first row is what the others are compared with. */
final class Table {

  private final StringBuilder text =
      new StringBuilder(String.format(Locale.ROOT, "%-8s %-20s %7s %13s %9s %9s %10s%n", "route",
          "reason", "GiB/s", "roundtrips/s", "p50_us", "p99_us", "vs_jdk_tcp"));

  private @Nullable Figures first;

  /** Adds a row; the last column says how many times as fast the median round trip is. */
  void row(String route, String reason, Figures figures) {
    if (first == null) {
      first = figures;
    }
    text.append(String.format(Locale.ROOT, "%-8s %-20s %7.2f %13.0f %9.2f %9.2f %9.1fx%n", route,
        reason, figures.gibPerSecond(),
        figures.roundTripsPerSecond(), figures.p50(), figures.p99(), first.p50() / figures.p50()));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
