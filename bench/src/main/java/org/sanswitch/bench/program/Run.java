package org.sanswitch.bench.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Warms up and measures some loads at once. Their threads meet after each window; the last one to
 * come decides what is next.
 */
final class Run {

  private static final int WINDOW_MILLIS = 250;
  private static final int WINDOWS_IN_LEAST = 5;
  private static final int BOUND_SECONDS = 300;

  private enum Phase {
    WARMING,
    MEASURING,
    DONE
  }

  private final List<? extends Load> loads;
  private final ProcessTimes times;
  private final Settling settling = new Settling();
  private final CyclicBarrier barrier;
  private final long leastNanos;
  private final long mostNanos;
  private final long measureNanos;
  private final long windowNanos;

  /** Messages of each load in its last window; each thread writes its own. Guard: barrier. */
  private final long[] counts;

  /** All below: guard: barrier. */
  private Phase phase = Phase.WARMING;
  private long start;
  private long windowStart;
  private long cpuBefore;
  private long spanStart;
  private long cpuNanos;
  private long spanNanos;
  private long warmupNanos;
  private boolean settled;

  Run(Task task, List<? extends Load> loads, ProcessTimes times) {
    this.loads = loads;
    this.times = times;
    leastNanos = TimeUnit.MILLISECONDS.toNanos(task.timing().leastMillis());
    mostNanos = TimeUnit.MILLISECONDS.toNanos(task.timing().mostMillis());
    measureNanos = TimeUnit.MILLISECONDS.toNanos(task.timing().measureMillis());
    windowNanos = Math.min(TimeUnit.MILLISECONDS.toNanos(WINDOW_MILLIS),
        Math.max(1, leastNanos / WINDOWS_IN_LEAST));
    counts = new long[loads.size()];
    barrier = new CyclicBarrier(loads.size(), this::next);
  }

  /** Runs them; the loads keep what came out. */
  void run() throws IOException {
    times.compilerNanos();
    start = System.nanoTime();
    windowStart = start;
    Threads threads = new Threads();
    for (int i = 0; i < loads.size(); i++) {
      int number = i;
      threads.start("load " + i, () -> drive(number));
    }
    threads.join();
  }

  private long drive(int number) throws IOException {
    Load load = loads.get(number);
    while (phase != Phase.DONE) {
      if (phase == Phase.MEASURING) {
        load.measure(measureNanos);
      } else {
        counts[number] = load.warmUp(windowNanos);
      }
      meet();
    }
    return 0;
  }

  private void meet() throws IOException {
    try {
      barrier.await(BOUND_SECONDS, TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IOException("another connection has failed, or needs more than " + BOUND_SECONDS
          + " s for a window", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** All threads have come. An exception breaks the barrier, so that all of them end. */
  private void next() {
    try {
      if (phase == Phase.MEASURING) {
        cpuNanos = times.nanos() - cpuBefore;
        spanNanos = System.nanoTime() - spanStart;
        phase = Phase.DONE;
      } else if (isWarm()) {
        phase = Phase.MEASURING;
        cpuBefore = times.nanos();
        spanStart = System.nanoTime();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isWarm() throws IOException {
    long now = System.nanoTime();
    double window = now - windowStart;
    long messages = 0;
    for (long count : counts) {
      messages += count;
    }
    settled = settling.add(messages / window, times.compilerNanos() / window);
    windowStart = System.nanoTime();
    warmupNanos = windowStart - start;
    return (settled && warmupNanos >= leastNanos) || warmupNanos >= mostNanos;
  }

  /** {@return processor time of both processes while it was measured, in ns} */
  long cpuNanos() {
    return cpuNanos;
  }

  /** {@return how long that was, in ns} */
  long spanNanos() {
    return spanNanos;
  }

  long warmupNanos() {
    return warmupNanos;
  }

  /** {@return whether the warm-up was over before its time was} */
  boolean settled() {
    return settled;
  }
}
