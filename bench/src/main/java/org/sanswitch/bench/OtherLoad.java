package org.sanswitch.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of the machine other processes take while a measurement runs. */
final class OtherLoad {

  /** /proc/stat counts in hundredths of a second. */
  private static final double TICK_NANOS = 1e7;

  private static final int USER = 1;
  private static final int IDLE = 4;
  private static final int IOWAIT = 5;
  private static final int STEAL = 8;

  private final long busyTicks;
  private final long ownNanos;
  private final long nanos;

  private OtherLoad(long busyTicks, long ownNanos, long nanos) {
    this.busyTicks = busyTicks;
    this.ownNanos = ownNanos;
    this.nanos = nanos;
  }

  /** Starts to watch. */
  static OtherLoad start() throws IOException {
    return new OtherLoad(busyTicks(statLine()), ownNanos(), System.nanoTime());
  }

  /**
   * {@return how many cores others have taken since the start, by average}
   *
   * @param childNanos processor time of the measured processes
   */
  double cores(long childNanos) throws IOException {
    double busy = (busyTicks(statLine()) - busyTicks) * TICK_NANOS;
    long own = ownNanos() - ownNanos + childNanos;
    return Math.max(0, (busy - own) / (System.nanoTime() - nanos));
  }

  private static String statLine() throws IOException {
    return Files.readAllLines(Path.of("/proc/stat")).get(0);
  }

  /** All but idle time, time stolen by other guests of the host included. */
  static long busyTicks(String statLine) {
    String[] fields = statLine.trim().split("\\s+", -1);
    long ticks = 0;
    for (int i = USER; i <= STEAL && i < fields.length; i++) {
      if (i != IDLE && i != IOWAIT) {
        ticks += Long.parseLong(fields[i]);
      }
    }
    return ticks;
  }

  private static long ownNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
      .getProcessCpuTime();
  }
}
