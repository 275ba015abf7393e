package org.sanswitch.impl.routing;

import java.net.InetAddress;
import java.util.List;

/**
 * One rule of the operator.
 *
 * @param via {@link #SAN}, {@link #TCP}, or the name of the only provider to use
 * @param direction what it is about
 * @param hosts which addresses: the destination of a connect, the local address of a listener;
 *     empty for all
 * @param lowPort first port, from 0
 * @param highPort last port
 * @param text the rule as it was written
 */
public record Rule(
    String via, Direction direction, List<Prefix> hosts, int lowPort, int highPort, String text) {

  /** Any SAN service provider. */
  public static final String SAN = "san";

  /** TCP/IP only. */
  public static final String TCP = "tcp";

  /** What a rule is about. */
  public enum Direction {
    /** Connections made by this process. */
    CONNECT,
    /** Listening sockets of this process. */
    LISTEN
  }

  /** Copies the list. */
  public Rule {
    hosts = List.copyOf(hosts);
  }

  /**
   * {@return whether a provider of that name may be used} A name covers those that go on after it with
   * a dot: {@code verbs} allows {@code verbs.mlx5-1} too.
   */
  public boolean allows(String provider) {
    return !via.equals(TCP)
        && (via.equals(SAN) || via.equals(provider) || provider.startsWith(via + '.'));
  }

  boolean matches(Direction of, InetAddress address, int port) {
    return direction == of && port >= lowPort && port <= highPort
        && (hosts.isEmpty() || hosts.stream().anyMatch(prefix -> prefix.contains(address)));
  }
}
