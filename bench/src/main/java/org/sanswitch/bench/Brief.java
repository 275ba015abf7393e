package org.sanswitch.bench;

import java.util.Locale;

/** One row in a line, for who watches. */
final class Brief {

  private static final double KIB = 1024;

  private Brief() {}

  static String of(Row row) {
    Figures figures = row.figures();
    if (figures == null) {
      return "nothing";
    }
    return String.format(Locale.ROOT,
        "%s, %.2f cores (warm after %.1f s%s; cache line %.0f and %.0f ns, other load %.2f cores)",
        speed(row.cell().group().workload(), figures), figures.cores(),
        figures.warmup().seconds(), figures.warmup().settled() ? "" : ", NOT SETTLED",
        row.before(), row.after(), row.otherCores());
  }

  private static String speed(Workload workload, Figures figures) {
    return switch (workload.kind()) {
      case PINGPONG, PACED, SELECT, SELECT_ALL, SELECT_PACED, ASYNC, NETTY ->
        String.format(Locale.ROOT, "p50 %.2f us, p99 %.2f us", figures.p50(), figures.p99());
      case STREAM -> String.format(Locale.ROOT, "%.3f Mmsg/s, %.3f GiB/s",
          figures.messagesPerSecond() / 1e6, figures.gibPerSecond());
      case SEND_FILE, RECEIVE_FILE -> String.format(Locale.ROOT,
          "p50 %.2f us, p99 %.2f us, %.3f GiB/s", figures.p50(), figures.p99(),
          figures.gibPerSecond());
      case CONNECT, SELECT_CONNECT ->
        String.format(Locale.ROOT, "%.0f connections/s, p50 %.0f us, p99 %.0f us",
            figures.messagesPerSecond(), figures.p50(), figures.p99());
      case SELECT_IDLE -> String.format(Locale.ROOT,
          "%.0f connections/s, p50 %.2f us, p99 %.2f us, %s", figures.connectsPerSecond(),
          figures.p50(), figures.p99(), memory(figures));
      case IDLE -> memory(figures);
    };
  }

  private static String memory(Figures figures) {
    return String.format(Locale.ROOT,
        "%.1f KiB per connection: heap %.1f, other %.1f, shared %.1f, kernel %.1f",
        figures.memory().total() / KIB, figures.memory().heap() / KIB,
        figures.memory().own() / KIB, figures.memory().shared() / KIB,
        figures.memory().kernel() / KIB);
  }
}
