package org.sanswitch.launcher.demo;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of the demo; the first row is what the others are compared with. */
final class Table {

  private final StringBuilder text =
      new StringBuilder(
          String.format(Locale.ROOT, "%-8s %-20s %7s %13s %9s %9s %10s %11s %9s %12s%n",
              "route", "reason", "GiB/s", "roundtrips/s", "p50_us", "p99_us", "vs_jdk_tcp",
              "h2_insert_s", "h2_scan_s", "h2_lookup_us"));

  private @Nullable Figures first;

  /**
   * Adds a row; {@code vs_jdk_tcp} says how many times as fast the median round trip is. Without
   * figures of a database its columns stay empty.
   */
  void row(String route, String reason, Figures figures, @Nullable DatabaseFigures ofDatabase) {
    if (first == null) {
      first = figures;
    }
    text.append(String.format(Locale.ROOT, "%-8s %-20s %7.2f %13.0f %9.2f %9.2f %9.1fx", route,
        reason, figures.gibPerSecond(),
        figures.roundTripsPerSecond(), figures.p50(), figures.p99(), first.p50() / figures.p50()));
    text.append(ofDatabase == null
        ? String.format(Locale.ROOT, " %11s %9s %12s%n", "-", "-", "-")
        : String.format(Locale.ROOT, " %11.2f %9.2f %12.1f%n", ofDatabase.insertSeconds(),
            ofDatabase.scanSeconds(), ofDatabase.lookUpMicros()));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
