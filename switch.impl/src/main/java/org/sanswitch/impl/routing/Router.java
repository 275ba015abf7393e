package org.sanswitch.impl.routing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.impl.provider.HostAddresses;
import org.sanswitch.impl.provider.StartedProvider;

/** Decides where connections and listeners go: rules, then prefixes, ranking, negative cache. */
public final class Router {

  private final NegativeCache failures;

  /** Guard: volatile. */
  private volatile Rules rules = Rules.NONE;

  /** Guard: volatile. */
  private volatile RoutingTable table = RoutingTable.EMPTY;

  /** Guard: volatile. Why there is no provider, while there is none. */
  private volatile String noProvider = "none is registered";

  /**
   * Makes a router without rules and providers.
   *
   * @param failures what is not to be tried again yet
   */
  public Router(NegativeCache failures) {
    this.failures = failures;
  }

  /** {@return the rules in force} */
  public Rules rules() {
    return rules;
  }

  /**
   * Replaces the rules.
   *
   * @param now the new ones
   */
  public void rules(Rules now) {
    rules = now;
  }

  /**
   * The providers or the addresses have changed: the table is built anew and failures are forgotten.
   *
   * @param providers the running ones, the preferred first
   * @param status of all, for the reason where none runs
   * @param host addresses of this host
   */
  public void rebuild(List<StartedProvider> providers, List<ProviderStatus> status,
      HostAddresses host) {
    noProvider = status.isEmpty()
        ? "none is registered"
        : status.stream().map(Router::why).collect(Collectors.joining("; "));
    table = RoutingTable.of(providers, host);
    failures.clear();
  }

  private static String why(ProviderStatus status) {
    return (status.name().isEmpty() ? "a provider without a name" : status.name()) + ": "
        + status.reason().text() + (status.detail().isEmpty() ? "" : " (" + status.detail() + ")");
  }

  /**
   * Plans a connection.
   *
   * @param remote the destination
   * @return where to try it
   */
  public Plan plan(InetSocketAddress remote) {
    InetAddress address = remote.getAddress();
    if (address == null) {
      return Plan.tcp(Route.tcp(RouteReason.NOT_IN_SUBNET, "the host name is not resolved"));
    }
    Rule rule = rules.match(Rule.Direction.CONNECT, address, remote.getPort());
    if (rule != null && rule.via().equals(Rule.TCP)) {
      return Plan.tcp(Route.tcp(RouteReason.RULE, rule.text()));
    }
    RoutingTable now = table;
    if (now.isEmpty()) {
      return Plan.tcp(Route.tcp(RouteReason.NO_PROVIDER, noProvider));
    }
    List<Candidate> reaching = now.candidates(address);
    if (reaching.isEmpty()) {
      return Plan.tcp(Route.tcp(RouteReason.NOT_IN_SUBNET,
          address.getHostAddress() + " is in none of " + now.size()));
    }
    return allowed(reaching, rule, remote);
  }

  private Plan allowed(List<Candidate> reaching, @Nullable Rule rule, InetSocketAddress remote) {
    List<Candidate> left = new ArrayList<>();
    String remembered = null;
    for (Candidate candidate : reaching) {
      String name = candidate.provider().name();
      if (rule != null && !rule.allows(name)) {
        continue;
      }
      NegativeCache.Failure failure = failures.find(name, remote);
      if (failure == null) {
        left.add(candidate);
      } else if (remembered == null) {
        remembered = failures.text(name, failure);
      }
    }
    if (!left.isEmpty()) {
      return new Plan(left, Route.tcp(RouteReason.PROVIDER_FAILED, ""));
    }
    return Plan.tcp(remembered != null || rule == null
        ? Route.tcp(RouteReason.RECENTLY_FAILED, remembered == null ? "" : remembered)
        : Route.tcp(RouteReason.RULE, rule.text() + ": " + rule.via() + " is none of the "
            + reaching.size() + " running providers that reach it"));
  }

  /**
   * Plans the companions of a listening socket on one provider (LIS-1). A wildcard listener gets
   * one companion on the wildcard address, unless the rules differ among the addresses that the
   * provider serves: then one on each that they allow.
   *
   * @param local the address that TCP/IP listens on
   * @param provider the provider
   * @return where to bind
   */
  public ListenPlan listen(InetSocketAddress local, StartedProvider provider) {
    InetAddress address = local.getAddress();
    if (!address.isAnyLocalAddress()) {
      if (!table.serves(provider, address)) {
        return new ListenPlan(List.of(), RouteReason.NOT_IN_SUBNET.text());
      }
      return mayListen(address, local.getPort(), provider)
          ? new ListenPlan(List.of(local), "")
          : byRule();
    }
    List<InetSocketAddress> allowed = new ArrayList<>();
    for (ServedAddress served : provider.addresses()) {
      if (mayListen(served.address(), local.getPort(), provider)) {
        allowed.add(new InetSocketAddress(served.address(), local.getPort()));
      }
    }
    if (allowed.size() == provider.addresses().size()
        && mayListen(address, local.getPort(), provider)) {
      return new ListenPlan(List.of(local), "");
    }
    return allowed.isEmpty() ? byRule() : new ListenPlan(allowed, "");
  }

  private static ListenPlan byRule() {
    return new ListenPlan(List.of(), RouteReason.RULE.text());
  }

  private boolean mayListen(InetAddress address, int port, StartedProvider provider) {
    Rule rule = rules.match(Rule.Direction.LISTEN, address, port);
    return rule == null || rule.allows(provider.name());
  }
}
