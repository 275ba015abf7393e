package org.sanswitch.impl.simulation;

import java.util.SplittableRandom;

/** What a seed decides. */
final class Chance {

  private final SplittableRandom random;

  Chance(long seed) {
    random = new SplittableRandom(seed);
  }

  /** {@return 0 to bound - 1} */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** {@return least to most, both included} */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** {@return least to most, both included; small numbers are as likely as great ones} */
  int sized(int least, int most) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(most - least + 1);
    int top = (int) Math.min(most - (long) least, (1L << random.nextInt(bits + 1)) - 1);
    return least + random.nextInt(top + 1);
  }

  /** {@return true in one of so many cases} */
  boolean oneIn(int cases) {
    return random.nextInt(cases) == 0;
  }

  int any() {
    return random.nextInt();
  }

  <T> T of(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
