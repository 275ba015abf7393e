package org.sanswitch.settings;

/**
 * A whole number, or all from the least to the most.
 *
 * @param least the least
 * @param most the most, at least {@code least}
 */
public record SettingRange(int least, int most) {

  /** Checks the order. */
  public SettingRange {
    if (least > most) {
      throw new IllegalArgumentException(least + " is more than " + most);
    }
  }

  @Override
  public String toString() {
    return least == most ? Integer.toString(least) : least + "-" + most;
  }
}
