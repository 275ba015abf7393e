package org.sanswitch.bench.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Processor time of some processes, read from the kernel before and after what is measured. */
final class ProcessTimes {

  /** /proc/PID/stat counts in hundredths of a second. */
  private static final long TICK_NANOS = 10_000_000;

  /** Where user and system time are, counted from behind the name of the process. */
  private static final int USER = 11;
  private static final int SYSTEM = 12;

  /** The kernel cuts names of threads after 15 characters. */
  private static final String COMPILER = "C[12] CompilerThre.*";

  private final List<Path> processes;

  /** What each thread of the compilers had taken when asked last, in ns; by its directory. */
  private Map<Path, Long> compilers = Map.of();

  ProcessTimes(long... processes) {
    this.processes = Arrays.stream(processes)
      .distinct()
      .mapToObj(pid -> Path.of("/proc", Long.toString(pid)))
      .toList();
  }

  /** {@return user and system time of all, of threads that have ended too, in ns} */
  long nanos() throws IOException {
    long ticks = 0;
    for (Path process : processes) {
      ticks += ticks(Files.readString(process.resolve("stat")));
    }
    return ticks * TICK_NANOS;
  }

  static long ticks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
  }

  /**
   * {@return what the compilers of all JVMs have taken since they were asked for last, in ns} A
   * thread that has ended meanwhile is left out.
   */
  long compilerNanos() throws IOException {
    Map<Path, Long> now = new HashMap<>();
    for (Path process : processes) {
      try (Stream<Path> threads = Files.list(process.resolve("task"))) {
        threads.forEach(thread -> addCompiler(thread, now));
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    long sum = 0;
    for (Map.Entry<Path, Long> each : now.entrySet()) {
      sum += each.getValue() - compilers.getOrDefault(each.getKey(), 0L);
    }
    compilers = now;
    return sum;
  }

  private static void addCompiler(Path thread, Map<Path, Long> times) {
    try {
      if (Files.readString(thread.resolve("comm")).strip().matches(COMPILER)) {
        String taken = Files.readString(thread.resolve("schedstat")).split(" ", 2)[0];
        times.put(thread, Long.parseLong(taken));
      }
    } catch (NoSuchFileException e) {
      // The thread has ended.
    } catch (IOException e) {
      if (Files.exists(thread)) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
