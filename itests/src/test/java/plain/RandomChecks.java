package plain;

import java.util.concurrent.TimeUnit;

/**
 * What nobody has thought of: connections that are opened, used, closed, cancelled and interrupted at
 * random, by selectors and by blocked threads. Every byte that arrives is checked; whoever was not
 * disturbed gets all of them; nothing hangs. The system property {@code plain.seconds} says for how
 * long, {@code plain.seed} repeats a run as far as threads let it.
 */
public final class RandomChecks {

  private static final long SECONDS = Long.getLong("plain.seconds", 2);

  private RandomChecks() {}

  /** A selector whose channels are closed, reset, cancelled and interrupted by another thread. */
  public static void randomUseOfASelectorLosesNoByte(Net net, long seed) throws Exception {
    RandomSelector random = new RandomSelector(net, seed);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    do {
      random.round();
    } while (System.nanoTime() < end);
  }

  /** Blocked reads and writes that other threads end at random. */
  public static void randomUseOfBlockedCallsLosesNoByte(Net net, long seed) throws Exception {
    RandomStreams random = new RandomStreams(net, seed);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    do {
      random.round();
    } while (System.nanoTime() < end);
  }

  /** Asynchronous reads and writes that other threads close, cancel, interrupt or shut down at random. */
  public static void randomUseOfAsynchronousChannelsLosesNoByte(Net net, long seed)
      throws Exception {
    RandomAsynchronous random = new RandomAsynchronous(net, seed);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    do {
      random.round();
    } while (System.nanoTime() < end);
  }
}
