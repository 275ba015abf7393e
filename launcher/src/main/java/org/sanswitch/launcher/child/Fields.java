package org.sanswitch.launcher.child;

import java.util.HashMap;
import java.util.Map;

/** One line of {@code name=value} pairs separated by tabs, as the control socket answers. */
public final class Fields {

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

  long number(String name) {
    return Long.parseLong(text(name));
  }
}
