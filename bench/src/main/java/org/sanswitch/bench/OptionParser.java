package org.sanswitch.bench;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sanswitch.bench.program.Task.Timing;

/** Reads the command line. */
final class OptionParser {

  private static final String ALL = "all";
  private static final int FULL_ROUNDS = 15;
  private static final int MOST_ROUNDS = 1000;

  private @Nullable Path agent;
  private List<Variant> variants = List.of(Variant.JDK_TCP, Variant.JDK_TCP_SPIN,
      Variant.SWITCH_TCP, Variant.SWITCH_EMU);
  /** Whether the user has named each of them. */
  private boolean variantsNamed;
  private List<Workload> workloads = Stream.of("pingpong:16", "stream:64", "stream:64KiB")
    .map(Workload::parse)
    .toList();
  private List<Integer> connections = List.of(1);
  private List<Placement> placements = List.of(Placement.values());
  private int rounds;
  private int minutes;
  private int leastMillis = 1000;
  private int mostMillis = 15_000;
  private int measureMillis = 400;
  private int paceMicros = 1000;
  private int startMillis = 30_000;
  private boolean distance = true;
  private boolean verify;
  private long seed = System.currentTimeMillis();
  private Path csv = Path.of("target", "bench.csv");
  private @Nullable Path plots;
  private final List<String> jvmFlags = new ArrayList<>();

  private OptionParser() {}

  /**
   * {@return the options}
   *
   * @throws UsageException if they do not parse or do not fit together
   */
  static Options parse(String... arguments) throws UsageException {
    OptionParser parser = new OptionParser();
    Deque<String> words = new ArrayDeque<>(List.of(arguments));
    while (!words.isEmpty()) {
      String option = words.remove();
      try {
        parser.option(option, words);
      } catch (IllegalArgumentException e) {
        throw new UsageException(option + ": " + e.getMessage());
      }
    }
    return parser.options();
  }

  private void option(String option, Deque<String> words) {
    switch (option) {
      case "--agent" -> agent = Path.of(value(words)).toAbsolutePath();
      case "--variants" -> variants(words);
      case "--workloads" -> workloads = workloads(words);
      case "--connections" -> connections = list(value(words), OptionParser::connections);
      case "--placements" ->
        placements = list(value(words), text -> named(Placement.values(), text));
      case "--rounds" -> rounds = (int) Numbers.whole(value(words), 1, MOST_ROUNDS);
      case "--minutes" -> minutes = (int) Numbers.whole(value(words), 1, 10_000);
      case "--warmup" -> leastMillis = Numbers.thousandths(value(words), "seconds", 0.1, 60);
      case "--warmup-most" -> mostMillis = Numbers.thousandths(value(words), "seconds", 0.1, 120);
      case "--measure" -> measureMillis = Numbers.thousandths(value(words), "seconds", 0.05, 60);
      case "--pace" -> paceMicros = Numbers.thousandths(value(words), "milliseconds", 0.1, 1000);
      case "--start" -> startMillis = Numbers.thousandths(value(words), "seconds", 1, 600);
      case "--no-distance" -> distance = false;
      case "--full" -> full();
      case "--quick" -> quick();
      case "--verify" -> verify = true;
      case "--seed" -> seed = Numbers.whole(value(words), Long.MIN_VALUE, Long.MAX_VALUE);
      case "--csv" -> csv = Path.of(value(words));
      case "--plots" -> plots = Path.of(value(words));
      case "--address" ->
        jvmFlags.add("-Dbench.address=" + InetAddress.ofLiteral(value(words)).getHostAddress());
      case "--jvm" -> jvmFlags.add(value(words));
      default -> throw new IllegalArgumentException("there is no such option");
    }
  }

  private void quick() {
    rounds = 1;
    placements = List.of(Placement.TWO_CORES);
    measureMillis = 200;
  }

  private void full() {
    variants = Variant.everywhere();
    variantsNamed = false;
    workloads = Workload.ALL;
    connections = List.of(1, 2, 8, 100, 1000);
    placements = List.of(Placement.values());
    rounds = FULL_ROUNDS;
  }

  private void variants(Deque<String> words) {
    String text = value(words);
    variantsNamed = !text.equals(ALL);
    variants = variantsNamed ? list(text, name -> named(Variant.values(), name))
        : Variant.everywhere();
  }

  private static List<Workload> workloads(Deque<String> words) {
    String text = value(words);
    return text.equals(ALL) ? Workload.ALL : list(text, Workload::parse);
  }

  private static int connections(String text) {
    return (int) Numbers.whole(text, 1, Workload.MOST_CONNECTIONS);
  }

  private Options options() throws UsageException {
    if (agent != null && !Files.isRegularFile(agent)) {
      throw new UsageException("--agent: there is no file " + agent);
    }
    if (agent == null) {
      if (variantsNamed && variants.stream().anyMatch(Variant::switched)) {
        throw new UsageException("--variants: the switch variants need --agent <jar>");
      }
      variants = variants.stream().filter(variant -> !variant.switched()).toList();
    }
    if (mostMillis < leastMillis) {
      throw new UsageException("--warmup-most: " + mostMillis + " ms are less than the "
          + leastMillis + " ms of --warmup");
    }
    for (int number : connections) {
      if (workloads.stream().allMatch(each -> each.connections(List.of(number)).isEmpty())) {
        throw new UsageException("--connections: " + number
            + " at once are more than a workload of " + workloads + " has");
      }
    }
    int count = rounds > 0 ? rounds : minutes > 0 ? MOST_ROUNDS : 2;
    return new Options(agent, variants, workloads, connections, placements, count, minutes,
        new Timing(leastMillis, mostMillis, measureMillis, paceMicros), startMillis, distance,
        verify, seed, csv, plots, List.copyOf(jvmFlags));
  }

  private static String value(Deque<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("needs a value");
    }
    return words.remove();
  }

  private static <T> List<T> list(String text, Function<String, T> parse) {
    return Arrays.stream(text.split(",", -1)).map(parse).distinct().toList();
  }

  private static <T> T named(T[] values, String text) {
    for (T value : values) {
      if (value.toString().equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException("is one of " + List.of(values) + ", not " + text);
  }
}
