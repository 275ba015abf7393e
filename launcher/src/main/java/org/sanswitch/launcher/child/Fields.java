package org.sanswitch.launcher.child;

import java.util.HashMap;
import java.util.Map;

/** One line of {@code name=value} pairs separated by tabs, as the control socket answers. */
public final class Fields {

  /** No count of connections or bytes comes near it, and sums of what one answer has do not wrap. */
  private static final long GREATEST = 1L << 48;

  private final Map<String, String> values = new HashMap<>();
  private final String line;

  private Fields(String line) {
    this.line = line;
    for (String pair : line.split("\t", -1)) {
      String[] nameAndValue = pair.split("=", 2);
      values.put(nameAndValue[0], nameAndValue.length == 2 ? nameAndValue[1] : "");
    }
  }

  /**
   * {@return the pairs of a line}
   *
   * @param line the line
   */
  public static Fields parse(String line) {
    return new Fields(line);
  }

  /**
   * {@return a value}
   *
   * @param name its name
   */
  public String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " in: " + line);
    }
    return value;
  }

  /** {@return a count, 0 to 2^48} */
  long number(String name) {
    long value = Long.parseLong(text(name));
    if (value < 0 || value > GREATEST) {
      throw new IllegalArgumentException(
          name + " is " + value + ", not 0 to " + GREATEST + ", in: " + line);
    }
    return value;
  }
}
