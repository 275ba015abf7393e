package org.sanswitch.bench.jmh;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * {@code ./sanswitch bench jmh}: the inner loops, with what they allocate per operation. Takes the
 * options of JMH; what is not given there is short, and in one JVM per benchmark.
 */
public final class Main {

  private static final int WARMUPS = 5;
  private static final int MEASUREMENTS = 5;

  private Main() {}

  /** Runs the benchmarks, or tells what JMH can do. */
  public static void main(String[] arguments) throws Exception {
    CommandLineOptions given = new CommandLineOptions(arguments);
    if (given.shouldHelp()) {
      given.showHelp();
      return;
    }
    Runner runner = new Runner(new OptionsBuilder().parent(given)
      .addProfiler(GCProfiler.class)
      .forks(given.getForkCount().orElse(1))
      .warmupIterations(given.getWarmupIterations().orElse(WARMUPS))
      .warmupTime(given.getWarmupTime().orElse(TimeValue.seconds(1)))
      .measurementIterations(given.getMeasurementIterations().orElse(MEASUREMENTS))
      .measurementTime(given.getMeasurementTime().orElse(TimeValue.seconds(1)))
      .jvmArgsAppend("--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow")
      .build());
    if (given.shouldList()) {
      runner.list();
    } else {
      runner.run();
    }
  }
}
