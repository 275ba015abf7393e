package org.sanswitch.noise;

import java.util.SplittableRandom;

/** Which places are noisy: the same ones for the same seed, in whichever order classes are loaded. */
final class Places {

  private final Settings settings;

  Places(Settings settings) {
    this.settings = settings;
  }

  /**
   * {@return whether that place is noisy}
   *
   * @param method the name of its class, its own and its type
   * @param index which of its places
   */
  boolean isNoisy(String method, int index) {
    long key = method.hashCode() * 31L + index;
    return new SplittableRandom(settings.seed() * 1_000_003 + key)
      .nextInt(settings.oneOf()) == 0;
  }
}
