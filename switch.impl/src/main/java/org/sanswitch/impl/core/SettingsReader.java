package org.sanswitch.impl.core;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RuleSyntaxException;
import org.sanswitch.impl.routing.RuleParser;
import org.sanswitch.impl.routing.Rules;

/**
 * Reads settings: from the configuration, else from the property with the prefix {@code
 * sanswitch.}, else the default. A value that is not allowed is reported and the default used.
 */
final class SettingsReader {

  static final String PREFIX = "sanswitch.";

  private final Map<String, ?> configuration;
  private final Function<String, @Nullable String> properties;
  private final Consumer<String> problems;

  /**
   * Makes a reader.
   *
   * @param configuration what Configuration Admin has
   * @param properties framework and system properties by name
   * @param problems is told what is not allowed, with name, value and range
   */
  SettingsReader(Map<String, ?> configuration, Function<String, @Nullable String> properties,
      Consumer<String> problems) {
    this.configuration = configuration;
    this.properties = properties;
    this.problems = problems;
  }

  SwitchSettings switchSettings(RuleParser parser) {
    SwitchSettings otherwise = SwitchSettings.DEFAULT;
    return new SwitchSettings(rules(parser),
        number("connect.bound.millis", 10, 60_000, otherwise.connectBoundMillis()),
        number("negative.cache.millis", 0, 3_600_000, otherwise.negativeCacheMillis()),
        number("address.poll.millis", 100, 600_000, otherwise.addressPollMillis()),
        number("provider.start.millis", 10, 60_000, otherwise.providerStartMillis()));
  }

  /**
   * Reads a whole number.
   *
   * @param name its name, without prefix
   * @param min the least that is allowed
   * @param max the greatest that is allowed
   * @param otherwise the default
   */
  int number(String name, int min, int max, int otherwise) {
    String value = text(name);
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
    problems.accept(PREFIX + name + " = '" + value + "' is not a whole number of " + min + " to "
        + max + "; " + otherwise + " is used");
    return otherwise;
  }

  private Rules rules(RuleParser parser) {
    String value = text("rules");
    if (value == null) {
      return Rules.NONE;
    }
    try {
      return parser.parse(value);
    } catch (RuleSyntaxException e) {
      problems.accept(PREFIX + "rules: " + e.getMessage() + "; no rule is used");
      return Rules.NONE;
    }
  }

  private @Nullable String text(String name) {
    Object configured = configuration.get(name);
    String value = configured == null ? properties.apply(PREFIX + name) : configured.toString();
    return value == null || value.isBlank() ? null : value.strip();
  }
}
