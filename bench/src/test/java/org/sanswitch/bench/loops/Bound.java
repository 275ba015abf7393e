package org.sanswitch.bench.loops;

/** The end of a wait that tries again at once. One thread uses it. */
final class Bound {

  private static final long NANOS = 10_000_000_000L;
  private static final int TRIES_PER_LOOK_AT_THE_CLOCK = 1 << 16;

  private int tries;
  private long since;

  /** What was waited for has come. */
  void reset() {
    tries = 0;
  }

  /**
   * It has not.
   *
   * @throws IllegalStateException if it has not for 10 s
   */
  void tried(String what) {
    Thread.onSpinWait();
    if (++tries % TRIES_PER_LOOK_AT_THE_CLOCK == 0) {
      long now = System.nanoTime();
      if (tries == TRIES_PER_LOOK_AT_THE_CLOCK) {
        since = now;
      } else if (now - since > NANOS) {
        throw new IllegalStateException(what + " has not come in " + tries + " tries");
      }
    }
  }
}
