package org.sanswitch.bench;

/** Numbers of the command line. */
final class Numbers {

  private static final double THOUSAND = 1000;

  private Numbers() {}

  /** {@return the whole number that the text is} */
  static long whole(String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers out of range.
    }
    throw new IllegalArgumentException(
        "is a number from " + least + " to " + most + ", not " + text);
  }

  /** {@return thousandths of the number that the text is: ms of seconds, µs of milliseconds} */
  static int thousandths(String text, String unit, double least, double most) {
    try {
      double number = Double.parseDouble(text);
      if (number >= least && number <= most) {
        return (int) Math.round(number * THOUSAND);
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers out of range.
    }
    throw new IllegalArgumentException(
        "is a number of " + unit + " from " + least + " to " + most + ", not " + text);
  }
}
