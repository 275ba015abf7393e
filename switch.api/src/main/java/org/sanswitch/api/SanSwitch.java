package org.sanswitch.api;

import java.net.InetSocketAddress;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The switch as operators see it; an OSGi service published by the switch.
 *
 * <p>All functions may be called by any thread and return snapshots.
 */
@ProviderType
public interface SanSwitch {

  /** {@return the providers known now, highest ranking first} */
  List<ProviderStatus> providers();

  /** {@return the live connections that a SAN carries} */
  List<ConnectionStatus> connections();

  /** {@return the listening sockets of this process} */
  List<ListenerStatus> listeners();

  /** {@return what went where and why since the switch started, one row per route and reason} */
  List<RouteCount> routeCounts();

  /** {@return the report that {@code -Dsanswitch.report} prints, as lines of text} */
  List<String> report();

  /**
   * Tells where a connection to that address would be tried first now, and why.
   *
   * @param remote the destination
   * @return the route; nothing is connected
   */
  Route explain(InetSocketAddress remote);

  /** {@return the rules in force, in the syntax of {@link #setRules}} */
  String rules();

  /**
   * Replaces the rules. A rule is {@code use san|tcp|<provider> connect|listen <cidr or
   * host>[:port[-port]]}; rules are separated by semicolons or line ends, and the first match wins.
   *
   * @param rules the text of all rules, at most 65,536 characters
   * @throws RuleSyntaxException if the text does not parse; the rules in force stay
   */
  void setRules(String rules) throws RuleSyntaxException;
}
