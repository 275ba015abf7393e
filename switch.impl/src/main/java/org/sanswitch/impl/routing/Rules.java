package org.sanswitch.impl.routing;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All rules; the first match wins, and what no rule matches may go over any SAN.
 *
 * @param rules in order
 */
public record Rules(List<Rule> rules) {

  /** No rule at all. */
  public static final Rules NONE = new Rules(List.of());

  /** Copies the list. */
  public Rules {
    rules = List.copyOf(rules);
  }

  /**
   * Finds the rule in force.
   *
   * @param direction what it is about
   * @param address destination of a connect, local address of a listener
   * @param port its port
   * @return the first that matches, or null
   */
  public @Nullable Rule match(Rule.Direction direction, InetAddress address, int port) {
    for (Rule rule : rules) {
      if (rule.matches(direction, address, port)) {
        return rule;
      }
    }
    return null;
  }

  /** {@return the rules as they were written, one a line} */
  public String text() {
    return rules.stream().map(Rule::text).collect(Collectors.joining("\n"));
  }
}
