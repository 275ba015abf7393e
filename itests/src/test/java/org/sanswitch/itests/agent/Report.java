package org.sanswitch.itests.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sanswitch.api.RouteReason;

/**
 * The report that a JVM with the agent writes when it ends.
 *
 * @param lines its lines
 * @param origin whose it is, for the message of a failure
 */
public record Report(List<String> lines, String origin) {

  private static final Pattern ROUTE =
      Pattern.compile("^([a-z0-9.-]+)\\s+([A-Z][A-Z_]+)\\s+(\\d+)\\s+(\\d+)\\s");

  public void assertOnly(String provider, RouteReason reason) {
    assertEquals("routes in " + lines + " of " + origin, Set.of(provider + " " + reason), routes());
  }

  /** All went over providers whose names begin so. */
  public void assertOnlySan(String prefix) {
    Set<String> routes = routes();
    assertFalse("no routes in " + lines + " of " + origin, routes.isEmpty());
    for (String route : routes) {
      assertTrue("routes in " + lines + " of " + origin,
          route.startsWith(prefix) && route.endsWith(" " + RouteReason.SAN));
    }
  }

  /** All went by TCP/IP; later attempts may have been saved by the negative cache. */
  public void assertOnlyTcp(RouteReason reason) {
    assertHas("tcp " + reason);
    Set<String> others = new TreeSet<>(routes());
    others.removeAll(Set.of("tcp " + reason, "tcp " + RouteReason.RECENTLY_FAILED));
    assertEquals("other routes in " + lines + " of " + origin, Set.of(), others);
  }

  /** The provider is not used, and the report says why. */
  public void assertNotReady(String provider, RouteReason reason) {
    Pattern row = Pattern.compile("^" + provider + "\\s+NOT_READY\\s+" + reason + "\\s");
    assertTrue("not ready because of " + reason + " in " + lines + " of " + origin,
        lines.stream().anyMatch(line -> row.matcher(line).find()));
  }

  public void assertHas(String route) {
    assertTrue("no " + route + " in " + lines + " of " + origin, routes().contains(route));
  }

  public void assertNoSan() {
    assertFalse(lines + " of " + origin,
        routes().stream().anyMatch(route -> route.endsWith(" " + RouteReason.SAN)));
  }

  /** The routes of the first table that carried a connection. */
  private Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    for (String line : lines) {
      if (line.isEmpty()) {
        break;
      }
      Matcher route = ROUTE.matcher(line);
      if (route.find() && !(route.group(3) + route.group(4)).equals("00")) {
        routes.add(route.group(1) + " " + route.group(2));
      }
    }
    return routes;
  }
}
