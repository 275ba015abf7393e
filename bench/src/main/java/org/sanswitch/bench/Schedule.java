package org.sanswitch.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.sanswitch.bench.Row.Group;
import org.sanswitch.bench.program.Task.Timing;

/** How many rounds there are: whole ones only, within the time that the user gives. */
final class Schedule {

  /** Two JVMs start and end, and the cache line is measured. */
  private static final double START_AND_END_SECONDS = 1.5;

  /** By how much a warm-up is longer than its least, by experience on idle cores. */
  private static final double SETTLING_SECONDS = 1.5;

  private final Options options;
  private final LongSupplier nanoTime;
  private final long start;
  private long roundStart;
  private long longestRound;

  Schedule(Options options, LongSupplier nanoTime) {
    this.options = options;
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
    roundStart = start;
  }

  /** {@return how long it will take, in words} */
  String estimate(Matrix matrix) {
    double seconds = 0;
    for (Map.Entry<Group, List<Variant>> each : matrix.variantsOf().entrySet()) {
      Timing timing = each.getKey().workload().timing(options.timing());
      double warmup = Math.min(timing.mostMillis() / 1e3,
          timing.leastMillis() / 1e3 + SETTLING_SECONDS);
      seconds += each.getValue().size()
          * (START_AND_END_SECONDS + warmup + timing.measureMillis() / 1e3);
    }
    return String.format(Locale.ROOT,
        "%d measurements a round, about %.0f minutes; %d rounds%s, about %.1f hours in all",
        matrix.measurements(), Math.ceil(seconds / 60), options.rounds(),
        options.minutes() == 0 ? "" : " at most, within " + options.minutes() + " minutes",
        options.minutes() == 0 ? seconds * options.rounds() / 3600
            : Math.min(seconds * options.rounds() / 3600, options.minutes() / 60.0));
  }

  /** {@return whether that round is to begin; the first one always is} */
  boolean another(int round) {
    roundStart = nanoTime.getAsLong();
    return round <= options.rounds() && (options.minutes() == 0 || round == 1
        || roundStart - start + longestRound <= TimeUnit.MINUTES.toNanos(options.minutes()));
  }

  /** Notes the end of a round. {@return what it says of the others} */
  String after(int round) {
    long now = nanoTime.getAsLong();
    longestRound = Math.max(longestRound, now - roundStart);
    double minutes = longestRound / 60e9;
    return String.format(Locale.ROOT, "round %d of %d is over, the longest took %.1f minutes",
        round, options.rounds(), minutes);
  }
}
