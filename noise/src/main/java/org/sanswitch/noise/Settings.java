package org.sanswitch.noise;

/**
 * How much noise there is.
 *
 * @param seed chooses the places
 * @param oneOf of so many places one is noisy; at least 1
 * @param micros no pause is longer; 1 to 1,000,000
 */
record Settings(long seed, int oneOf, int micros) {

  private static final int MOST_MICROS = 1_000_000;

  Settings {
    if (oneOf < 1) {
      throw new IllegalArgumentException("one-of=" + oneOf + " is less than 1");
    }
    if (micros < 1 || micros > MOST_MICROS) {
      throw new IllegalArgumentException("micros=" + micros + " is not in 1 to " + MOST_MICROS);
    }
  }

  /**
   * Reads them.
   *
   * @param text such as {@code seed=7,one-of=25,micros=15000}; each may be left out: then the seed is a new one, and the
   *     others are as in this example
   * @throws IllegalArgumentException when it is not like this
   */
  static Settings of(String text) {
    long seed = System.nanoTime();
    int oneOf = 25;
    int micros = 15_000;
    for (String each : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] pair = each.split("=", 2);
      String value = pair.length == 2 ? pair[1] : "";
      switch (pair[0]) {
        case "seed" -> seed = value.isEmpty() ? seed : Long.parseLong(value);
        case "one-of" -> oneOf = Integer.parseInt(value);
        case "micros" -> micros = Integer.parseInt(value);
        default -> throw new IllegalArgumentException(
            "'" + each + "' is none of seed=, one-of=, micros=");
      }
    }
    return new Settings(seed, oneOf, micros);
  }

  @Override
  public String toString() {
    return "seed=" + seed + ",one-of=" + oneOf + ",micros=" + micros;
  }
}
