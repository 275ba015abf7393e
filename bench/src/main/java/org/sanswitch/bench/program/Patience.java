package org.sanswitch.bench.program;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The bound of who tries again at once. One thread uses it. */
final class Patience {

  private static final long NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int TRIES_PER_LOOK_AT_THE_CLOCK = 1 << 16;

  private int tries;
  private long since;

  /**
   * Counts what a try has given.
   *
   * @param count 0 for nothing
   * @return the same number
   * @throws IOException if nothing but 0 has come for 30 s
   */
  int after(int count) throws IOException {
    if (count != 0) {
      tries = 0;
    } else if (++tries % TRIES_PER_LOOK_AT_THE_CLOCK == 0) {
      look();
    }
    return count;
  }

  private void look() throws IOException {
    long now = System.nanoTime();
    if (tries == TRIES_PER_LOOK_AT_THE_CLOCK) {
      since = now;
    } else if (now - since > NANOS) {
      throw new IOException("nothing has moved in " + TimeUnit.NANOSECONDS.toSeconds(NANOS)
          + " s, that is " + tries + " tries");
    }
  }
}
