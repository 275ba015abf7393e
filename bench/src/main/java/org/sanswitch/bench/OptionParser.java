package org.sanswitch.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the command line. */
final class OptionParser {

  private @Nullable Path agent;
  private @Nullable List<Variant> variants;
  private List<Workload> workloads = Stream.of("pingpong:16", "stream:64", "stream:64KiB")
    .map(Workload::parse)
    .toList();
  private List<Placement> placements = List.of(Placement.values());
  private int rounds = 2;
  private int warmupMillis = 1500;
  private int measureMillis = 400;
  private boolean verify;
  private long seed = System.currentTimeMillis();
  private Path csv = Path.of("target", "bench.csv");
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
      case "--variants" -> variants = list(words, text -> named(Variant.values(), text));
      case "--workloads" -> workloads = list(words, Workload::parse);
      case "--placements" -> placements = list(words, text -> named(Placement.values(), text));
      case "--rounds" -> rounds = (int) number(words, 1, 1000);
      case "--warmup" -> warmupMillis = millis(words, 0.1, 60);
      case "--measure" -> measureMillis = millis(words, 0.05, 60);
      case "--quick" -> {
        rounds = 1;
        placements = List.of(Placement.TWO_CORES);
        warmupMillis = 1000;
        measureMillis = 200;
      }
      case "--verify" -> verify = true;
      case "--seed" -> seed = number(words, Long.MIN_VALUE, Long.MAX_VALUE);
      case "--csv" -> csv = Path.of(value(words));
      case "--jvm" -> jvmFlags.add(value(words));
      default -> throw new IllegalArgumentException("there is no such option");
    }
  }

  private Options options() throws UsageException {
    if (agent != null && !Files.isRegularFile(agent)) {
      throw new UsageException("--agent: there is no file " + agent);
    }
    List<Variant> all = List.of(Variant.values());
    if (agent == null) {
      if (variants != null && variants.stream().anyMatch(Variant::switched)) {
        throw new UsageException("--variants: the switch variants need --agent <jar>");
      }
      all = all.stream().filter(variant -> !variant.switched()).toList();
    }
    return new Options(agent, variants == null ? all : variants, workloads, placements, rounds,
        warmupMillis, measureMillis, verify, seed, csv, List.copyOf(jvmFlags));
  }

  private static String value(Deque<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException("needs a value");
    }
    return words.remove();
  }

  private static <T> List<T> list(Deque<String> words, Function<String, T> parse) {
    LinkedHashSet<T> values = new LinkedHashSet<>();
    for (String text : value(words).split(",", -1)) {
      values.add(parse.apply(text));
    }
    return List.copyOf(values);
  }

  private static <T> T named(T[] values, String text) {
    for (T value : values) {
      if (value.toString().equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException("is one of " + List.of(values) + ", not " + text);
  }

  private static long number(Deque<String> words, long least, long most) {
    String text = value(words);
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers out of range.
    }
    throw new IllegalArgumentException(
        "is a number from " + least + " to " + most + ", not " + text);
  }

  private static int millis(Deque<String> words, double least, double most) {
    String text = value(words);
    try {
      double seconds = Double.parseDouble(text);
      if (seconds >= least && seconds <= most) {
        return (int) Math.round(seconds * 1000);
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers out of range.
    }
    throw new IllegalArgumentException(
        "is a number of seconds from " + least + " to " + most + ", not " + text);
  }
}
