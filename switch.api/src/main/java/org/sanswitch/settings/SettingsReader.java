package org.sanswitch.settings;

import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a component: from its configuration, else from the framework or system
 * property of the same name behind a prefix, else the default. It never fails: what is not allowed is
 * told, with the value and what is allowed, and the default is used.
 *
 * <p><b>Threading.</b> For one thread at a time.
 */
public final class SettingsReader {

  /** A whole number, or two with a hyphen between them. */
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:\\s*-\\s*(\\d{1,9}))?");

  /** What a framework and its services add to a configuration, and references of components. */
  private static final Pattern NOT_OURS =
      Pattern
        .compile("(service|component|felix|osgi)\\..*|\\..*|.*\\.(target|cardinality\\.minimum)");

  private final String prefix;
  private final Map<String, ?> configuration;
  private final Function<String, @Nullable String> properties;
  private final Consumer<String> problems;
  private final TreeSet<String> known = new TreeSet<>();

  /**
   * Makes a reader.
   *
   * @param prefix of the properties, as in {@code sanswitch.emu.}
   * @param configuration what Configuration Admin has, without defaults
   * @param properties framework and system properties by name, as {@code BundleContext.getProperty}
   * @param problems is told of each value that is not allowed, in a line for the operator
   */
  public SettingsReader(String prefix, Map<String, ?> configuration,
      Function<String, @Nullable String> properties, Consumer<String> problems) {
    this.prefix = prefix;
    this.configuration = configuration;
    this.properties = properties;
    this.problems = problems;
  }

  /**
   * Reads a whole number.
   *
   * @param name its name, without prefix
   * @param min the least that is allowed
   * @param max the greatest that is allowed
   * @param otherwise the default
   * @return a number in the range, or the default
   */
  public int number(String name, int min, int max, int otherwise) {
    String value = given(name);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, together with the numbers that are out of range.
    }
    bad(name, value, "a whole number of " + min + " to " + max, Integer.toString(otherwise));
    return otherwise;
  }

  /**
   * Reads a whole number, or two with a hyphen between them.
   *
   * @param name its name, without prefix
   * @param min the least that is allowed
   * @param max the greatest that is allowed
   * @return the numbers, or null if none are given
   */
  public @Nullable SettingRange range(String name, int min, int max) {
    String value = given(name);
    if (value == null) {
      return null;
    }
    Matcher numbers = RANGE.matcher(value);
    if (numbers.matches()) {
      int least = Integer.parseInt(numbers.group(1));
      int most = numbers.group(2) == null ? least : Integer.parseInt(numbers.group(2));
      if (min <= least && least <= most && most <= max) {
        return new SettingRange(least, most);
      }
    }
    bad(name, value,
        "a whole number of " + min + " to " + max + ", or two of them with a hyphen between",
        "nothing");
    return null;
  }

  /**
   * Reads a switch.
   *
   * @param name its name, without prefix
   * @param otherwise the default
   * @return whether it is on
   */
  public boolean flag(String name, boolean otherwise) {
    String value = given(name);
    if (value == null || value.equals("true") || value.equals("false")) {
      return value == null ? otherwise : value.equals("true");
    }
    bad(name, value, "true or false", Boolean.toString(otherwise));
    return otherwise;
  }

  /**
   * Reads a text.
   *
   * @param name its name, without prefix
   * @param otherwise the default
   * @return what is given, without space around it, or the default
   */
  public String text(String name, String otherwise) {
    String value = given(name);
    return value == null ? otherwise : value;
  }

  /**
   * Tells of a problem that only the caller can find.
   *
   * @param name name of the setting, without prefix
   * @param problem what is wrong with it, and what is used instead
   */
  public void problem(String name, String problem) {
    problems.accept(prefix + name + " " + problem);
  }

  /**
   * Tells of settings that nobody has read, which are mostly misspelt. To be called last.
   *
   * @param propertyNames names of all system properties
   */
  public void reportUnknown(Collection<String> propertyNames) {
    TreeSet<String> unknown = new TreeSet<>();
    propertyNames.stream()
      .filter(name -> name.startsWith(prefix))
      .map(name -> name.substring(prefix.length()))
      .forEach(unknown::add);
    configuration.keySet()
      .stream()
      .filter(name -> !NOT_OURS.matcher(name).matches())
      .forEach(unknown::add);
    unknown.removeAll(known);
    for (String name : unknown) {
      problem(name, "is not a setting and is ignored; there are " + String.join(", ", known));
    }
  }

  private void bad(String name, String value, String allowed, String used) {
    problem(name, "= '" + value + "' is not " + allowed + "; " + used + " is used");
  }

  private @Nullable String given(String name) {
    known.add(name);
    Object configured = configuration.get(name);
    String value = configured == null ? properties.apply(prefix + name) : configured.toString();
    return value == null || value.isBlank() ? null : value.strip();
  }
}
