package org.sanswitch.impl.routing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.sanswitch.api.RuleSyntaxException;

/**
 * Parses what a rule is about: {@code *}, an address, a prefix ({@code 10.0.0.0/8}) or a host name,
 * then perhaps {@code :port} or {@code :port-port}. An IPv6 address or prefix stands in brackets
 * when a port follows: {@code [2001:db8::/32]:443}. Host names are resolved once, here.
 */
final class TargetParser {

  static final String EXPECTED = "'*', an address, a prefix or a host name";

  private static final int MAX_HOST_NAMES = 64;
  private static final int MAX_PORT = 65_535;
  private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})");
  private static final Pattern DOTTED = Pattern.compile("[0-9.]+");

  private final RuleParser.Resolver resolver;

  /** Guard: the one thread that parses. */
  private int hostNames;

  TargetParser(RuleParser.Resolver resolver) {
    this.resolver = resolver;
  }

  record Target(List<Prefix> hosts, int lowPort, int highPort) {}

  Target parse(Token token) throws RuleSyntaxException {
    String text = token.text();
    int hostStart = text.startsWith("[") ? 1 : 0;
    int hostEnd = hostEnd(token);
    int rest = hostEnd + hostStart;
    List<Prefix> hosts = text.equals("*") || text.startsWith("*:")
        ? List.of()
        : hosts(part(token, hostStart, hostEnd), hostStart == 1);
    if (rest == text.length()) {
      return new Target(hosts, 0, MAX_PORT);
    }
    if (text.charAt(rest) != ':') {
      throw token.unexpectedAt(rest, "':' and a port, or the end of the rule");
    }
    int dash = text.indexOf('-', rest);
    int low = port(part(token, rest + 1, dash < 0 ? text.length() : dash));
    int high = dash < 0 ? low : port(part(token, dash + 1, text.length()));
    if (high < low) {
      throw token.unexpectedAt(dash + 1, "a port of at least " + low);
    }
    return new Target(hosts, low, high);
  }

  private static int hostEnd(Token token) throws RuleSyntaxException {
    String text = token.text();
    if (text.startsWith("[")) {
      int bracket = text.indexOf(']');
      if (bracket < 0) {
        throw token.unexpectedAt(text.length(), "']'");
      }
      return bracket;
    }
    int colon = text.indexOf(':');
    return colon < 0 || colon != text.lastIndexOf(':') ? text.length() : colon;
  }

  private List<Prefix> hosts(Token host, boolean bracketed) throws RuleSyntaxException {
    int slash = host.text().indexOf('/');
    Token address = part(host, 0, slash < 0 ? host.text().length() : slash);
    String text = address.text();
    if (bracketed || text.indexOf(':') >= 0) {
      return List.of(prefix(ipv6(address), host, slash));
    }
    if (DOTTED.matcher(text).matches()) {
      return List.of(prefix(ipv4(address), host, slash));
    }
    if (slash >= 0 || !HOST_NAME.matcher(text).matches()) {
      throw host.unexpected(EXPECTED);
    }
    return resolve(address);
  }

  private List<Prefix> resolve(Token name) throws RuleSyntaxException {
    if (++hostNames > MAX_HOST_NAMES) {
      throw name.unexpected("an address, after at most " + MAX_HOST_NAMES + " host names");
    }
    List<Prefix> hosts = new ArrayList<>();
    try {
      for (InetAddress address : resolver.resolve(name.text())) {
        hosts.add(new Prefix(address, address.getAddress().length * Byte.SIZE));
      }
    } catch (UnknownHostException e) {
      throw name.unexpected("a host name that can be resolved");
    }
    return hosts;
  }

  private static Prefix prefix(InetAddress address, Token host, int slash)
      throws RuleSyntaxException {
    int max = address.getAddress().length * Byte.SIZE;
    return slash < 0
        ? new Prefix(address, max)
        : new Prefix(address, number(part(host, slash + 1, host.text().length()), 0, max,
            "a prefix length of 0 to " + max));
  }

  private static InetAddress ipv6(Token address) throws RuleSyntaxException {
    String text = address.text();
    try {
      if (text.indexOf(':') >= 0 && text.indexOf('%') < 0 && text.indexOf('[') < 0) {
        return Inet6Address.ofLiteral(text);
      }
    } catch (IllegalArgumentException e) {
      // Falls through: the same error as for the wrong characters.
    }
    throw address.unexpected("an IPv6 address without a zone");
  }

  private static InetAddress ipv4(Token address) throws RuleSyntaxException {
    byte[] bytes = new byte[4];
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      int dot = address.text().indexOf('.', start);
      int end = i == bytes.length - 1 || dot < 0 ? address.text().length() : dot;
      bytes[i] = (byte) number(part(address, Math.min(start, end), end), 0, 255,
          "a number of 0 to 255, four of them in an address");
      start = end + 1;
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are an address", e);
    }
  }

  private static int port(Token port) throws RuleSyntaxException {
    return number(port, 1, MAX_PORT, "a port of 1 to " + MAX_PORT);
  }

  private static int number(Token digits, int min, int max, String expected)
      throws RuleSyntaxException {
    String text = digits.text();
    int value = -1;
    if (text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && !text.isEmpty()) {
      value = Integer.parseInt(text);
    }
    if (value < min || value > max) {
      throw digits.unexpected(expected);
    }
    return value;
  }

  private static Token part(Token token, int from, int to) {
    return new Token(token.text().substring(from, to), token.position() + from);
  }
}
