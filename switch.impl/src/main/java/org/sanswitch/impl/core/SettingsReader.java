package org.sanswitch.impl.core;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RuleSyntaxException;
import org.sanswitch.impl.routing.RuleParser;
import org.sanswitch.impl.routing.Rules;
import org.sanswitch.impl.session.SessionSettings;

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

  /**
   * Reads the settings of the switch.
   *
   * @param parser reads the rules
   * @param inForce the rules that stay if the new ones do not parse
   */
  SwitchSettings switchSettings(RuleParser parser, Rules inForce) {
    SwitchSettings otherwise = SwitchSettings.DEFAULT;
    return new SwitchSettings(rules(parser, inForce),
        number("connect.bound.millis", 10, 60_000, otherwise.connectBoundMillis()),
        number("negative.cache.millis", 0, 3_600_000, otherwise.negativeCacheMillis()),
        number("address.poll.millis", 100, 600_000, otherwise.addressPollMillis()),
        number("provider.start.millis", 10, 60_000, otherwise.providerStartMillis()),
        spinMicros(otherwise.spinMicros()));
  }

  SessionSettings sessionSettings() {
    SessionSettings otherwise = SessionSettings.DEFAULTS;
    return new SessionSettings(
        number("data.receives", 1, 16_384, otherwise.dataReceives()),
        number("first.receives", 1, 16_384, otherwise.firstReceives()),
        otherwise.controlReceives(),
        number("buffer.size", 512, 65_535, otherwise.bufferSize()),
        number("send.buffers", 4, 16_384, otherwise.sendBuffers()),
        TimeUnit.MICROSECONDS.toNanos(
            spinMicros((int) TimeUnit.NANOSECONDS.toMicros(otherwise.spinNanos()))),
        nanos("negotiation.millis", 100, 600_000, TimeUnit.MILLISECONDS,
            otherwise.negotiationNanos()),
        nanos("close.millis", 100, 3_600_000, TimeUnit.MILLISECONDS, otherwise.closeNanos()),
        otherwise.acknowledgeNanos(), otherwise.sendNanos(),
        number("rdma.staging.bytes", 4_096, 16 << 20, otherwise.stagingSize()),
        nanos("rdma.cancel.millis", 1, 600_000, TimeUnit.MILLISECONDS,
            otherwise.rdmaCancelNanos()));
  }

  private int spinMicros(int otherwise) {
    return number("spin.micros", 0, 1_000_000, otherwise);
  }

  private long nanos(String name, int min, int max, TimeUnit unit, long otherwiseNanos) {
    return unit.toNanos(
        number(name, min, max, (int) unit.convert(otherwiseNanos, TimeUnit.NANOSECONDS)));
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

  private Rules rules(RuleParser parser, Rules inForce) {
    String value = text("rules");
    if (value == null) {
      return Rules.NONE;
    }
    try {
      return parser.parse(value);
    } catch (RuleSyntaxException e) {
      problems.accept(PREFIX + "rules: " + e.getMessage() + "; "
          + (inForce.text().isEmpty() ? "no rule is used" : "the rules in force stay"));
      return inForce;
    }
  }

  private @Nullable String text(String name) {
    Object configured = configuration.get(name);
    String value = configured == null ? properties.apply(PREFIX + name) : configured.toString();
    return value == null || value.isBlank() ? null : value.strip();
  }
}
