package org.sanswitch.provider.emu.fault;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sanswitch.settings.SettingRange;

/**
 * What goes wrong with one connection.
 *
 * @param delay microseconds by which each completion is late, or null
 * @param connect microseconds by which the outcome of the connect is late, or null
 * @param registrations how often memory is given, or NEVER refused
 * @param drop after how many operations the connection breaks, or NEVER
 * @param stall after how many operations none completes, or NEVER
 * @param wakeup milliseconds before which nobody is woken, or null
 * @param rdmaRead whether RDMA reads work
 * @param random where the chances of this connection come from; Guard: itself
 */
record ConnectionFaults(
    @Nullable SettingRange delay,
    @Nullable SettingRange connect,
    int registrations,
    int drop,
    int stall,
    @Nullable SettingRange wakeup,
    boolean rdmaRead,
    Random random) {

  static final int NEVER = -1;

  /** {@return by how many nanoseconds the next completion is late} */
  long delayNanos() {
    return nanos(delay, TimeUnit.MICROSECONDS);
  }

  /** {@return by how many nanoseconds the outcome of the connect is late} */
  long connectNanos() {
    return nanos(connect, TimeUnit.MICROSECONDS);
  }

  /** {@return for how many nanoseconds a sleeper is not woken; 0 = it is woken at once} */
  long wakeupNanos() {
    return nanos(wakeup, TimeUnit.MILLISECONDS);
  }

  private long nanos(@Nullable SettingRange range, TimeUnit unit) {
    return range == null ? 0 : unit.toNanos(in(range, random));
  }

  /** {@return a number of a range, each as likely as the others} */
  static int in(SettingRange range, Random random) {
    return range.least() == range.most()
        ? range.least()
        : (int) random.nextLong(range.least(), range.most() + 1L);
  }
}
