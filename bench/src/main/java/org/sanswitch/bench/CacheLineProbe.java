package org.sanswitch.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sanswitch.bench.program.CacheLine;

/** How far the two cores are apart now. Its two processes sleep between the measurements. */
final class CacheLineProbe implements AutoCloseable {

  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** After the fifth time at the latest the loops run as compiled code. */
  private static final int WARMUP = 10;

  private final Child leader;
  private final Child follower;

  private CacheLineProbe(Child leader, Child follower) {
    this.leader = leader;
    this.follower = follower;
  }

  /** Starts the two processes on their cores. */
  static CacheLineProbe start(Cores cores, Path directory)
      throws IOException, MeasurementException, InterruptedException {
    Path shared = directory.resolve("cache-line");
    try (RandomAccessFile file = new RandomAccessFile(shared.toFile(), "rw")) {
      file.setLength(CacheLine.FILE_BYTES);
    }
    CacheLineProbe probe = new CacheLineProbe(end("lead", cores.first(), shared),
        end("follow", cores.second(), shared));
    for (int i = 0; i < WARMUP; i++) {
      probe.roundTripNanos();
    }
    return probe;
  }

  private static Child end(String role, int core, Path shared) throws IOException {
    List<String> command = JavaCommand.of(Cores.pinnedTo(core), List.of("-Xmx32m"), CacheLine.class,
        List.of(shared.toString(), role));
    return Child.start("cache-line-" + role, command,
        shared.resolveSibling("cache-line-" + role + ".err"));
  }

  /** {@return the round trip of a cache line between the cores, in ns} */
  double roundTripNanos() throws MeasurementException, InterruptedException {
    follower.tell("go");
    leader.tell("go");
    return leader.await(CacheLine.ROUND_TRIP, System.nanoTime() + DEADLINE_NANOS);
  }

  @Override
  public void close() {
    leader.close();
    follower.close();
  }
}
