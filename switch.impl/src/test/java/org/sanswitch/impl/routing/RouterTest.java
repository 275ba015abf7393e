package org.sanswitch.impl.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.RuleSyntaxException;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.impl.provider.Hosts;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.provider.ProviderView;
import org.sanswitch.impl.provider.ScriptedProvider;
import org.sanswitch.impl.provider.StartedProvider;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

class RouterTest {

  private final NegativeCache failures =
      new NegativeCache(TimeUnit.HOURS.toNanos(1), System::nanoTime);
  private final Router router = new Router(failures);

  private static StartedProvider provider(String name, ServedAddress... addresses) {
    return new StartedProvider(new ProviderPort(name, new ScriptedProvider(), null,
        (socket, memory, access) -> {
          throw new WsaException(WsaError.WSAENOBUFS, "scripted");
        }, (socket, region) -> {
        }, 8192, 0, 64), new ProviderView(name, System::nanoTime), List.of(addresses));
  }

  private void providers(StartedProvider... providers) {
    router.rebuild(List.of(providers), List.of(), Hosts.HOST);
  }

  private void rules(String text) throws RuleSyntaxException {
    router.rules(new RuleParser(name -> new InetAddress[]{Hosts.LAN}).parse(text));
  }

  private static InetSocketAddress to(String host, int port) {
    return new InetSocketAddress(Hosts.address(host), port);
  }

  private Route explain(String host) {
    return router.plan(to(host, 80)).first();
  }

  @Test
  void tellsThatThereIsNoProviderAndWhy() {
    assertEquals(Route.tcp(RouteReason.NO_PROVIDER, "none is registered"), explain("127.0.0.1"));
    router.rebuild(List.of(), List.of(new ProviderStatus("verbs", "1", 0,
        ProviderStatus.State.NOT_READY, RouteReason.NO_DEVICE, "0 devices", List.of(), 0, 0)),
        Hosts.HOST);
    assertEquals("verbs: there is no device (0 devices)", explain("127.0.0.1").detail());
  }

  @Rules({"INI-3", "SOC-5"})
  @Test
  void choosesByPrefixOfTheInterface_INI3() {
    providers(provider("a", ServedAddress.subnet(Hosts.LAN)));
    assertEquals(Route.san("a"), explain("10.1.200.200"));
    Route outside = explain("10.2.0.1");
    assertEquals(RouteReason.NOT_IN_SUBNET, outside.reason());
    assertEquals("10.2.0.1 is in none of 1 prefixes of 1 running providers", outside.detail());
    assertEquals(RouteReason.NOT_IN_SUBNET, explain("::1").reason());
  }

  @Rules("INI-3")
  @Test
  void reachesOnlyTheHostItselfWhereTheProviderSaysSo_INI3() {
    providers(provider("a", ServedAddress.host(Hosts.LAN)));
    assertEquals(Route.san("a"), explain("10.1.0.5"));
    assertEquals(RouteReason.NOT_IN_SUBNET, explain("10.1.0.6").reason());
  }

  @Test
  void triesTheHigherRankingFirstWhateverItsPrefix() {
    StartedProvider high = provider("high", new ServedAddress(Hosts.LAN, 8));
    StartedProvider low = provider("low", ServedAddress.host(Hosts.LAN));
    providers(high, low);
    Plan plan = router.plan(to("10.1.0.5", 80));
    assertEquals(List.of(new Candidate(high, Hosts.LAN), new Candidate(low, Hosts.LAN)),
        plan.candidates());
  }

  @Rules("SOC-3")
  @Test
  void bindsToTheAddressWithTheLongestPrefix_SOC3() {
    StartedProvider provider = provider("a", new ServedAddress(Hosts.LAN, 0),
        new ServedAddress(Hosts.LOCAL, 8));
    providers(provider);
    assertEquals(Hosts.LOCAL, router.plan(to("127.0.0.9", 80)).candidates().get(0).local());
    assertEquals(Hosts.LAN, router.plan(to("9.9.9.9", 80)).candidates().get(0).local());
  }

  @Test
  void obeysRulesBeforeAnythingElse() throws RuleSyntaxException {
    providers(provider("a", ServedAddress.host(Hosts.LOCAL)),
        provider("b", ServedAddress.host(Hosts.LOCAL)));
    rules("use tcp connect 127.0.0.1:81; use b connect 127.0.0.1:82; use c connect *:83");
    assertEquals(Route.tcp(RouteReason.RULE, "use tcp connect 127.0.0.1:81"),
        router.plan(to("127.0.0.1", 81)).first());
    assertEquals(Route.san("b"), router.plan(to("127.0.0.1", 82)).first());
    Route none = router.plan(to("127.0.0.1", 83)).first();
    assertEquals(RouteReason.RULE, none.reason());
    assertEquals("use c connect *:83: c is none of the 2 running providers that reach it",
        none.detail());
    assertEquals(Route.san("a"), router.plan(to("127.0.0.1", 80)).first());
  }

  @Test
  void leavesOutWhatFailedAMomentAgo() {
    StartedProvider b = provider("b", ServedAddress.host(Hosts.LOCAL));
    StartedProvider a = provider("a", ServedAddress.host(Hosts.LOCAL));
    providers(a, b);
    failures.add("a", to("127.0.0.1", 80), RouteReason.OTHER_USER);
    assertEquals(Route.san("b"), explain("127.0.0.1"));
    failures.add("b", to("127.0.0.1", 80), RouteReason.OTHER_USER);
    Route route = explain("127.0.0.1");
    assertEquals(RouteReason.RECENTLY_FAILED, route.reason());
    assertTrue(route.detail().startsWith("a: " + RouteReason.OTHER_USER.text() + ", "),
        route.detail());
    providers(a, b);
    assertEquals(Route.san("a"), explain("127.0.0.1"));
  }

  @Test
  void doesNotResolveHostNames() {
    assertEquals(RouteReason.NOT_IN_SUBNET,
        router.plan(InetSocketAddress.createUnresolved("x.example", 80)).first().reason());
  }

  @Rules("LIS-1")
  @Test
  void listensOnTheWildcardOnceUnlessRulesDiffer_LIS1() throws RuleSyntaxException {
    StartedProvider a =
        provider("a", ServedAddress.host(Hosts.LOCAL), ServedAddress.host(Hosts.LAN));
    providers(a);
    assertEquals(List.of(to("0.0.0.0", 80)), router.listen(to("0.0.0.0", 80), a).addresses());
    rules("use tcp listen 127.0.0.0/8; use san listen *");
    assertEquals(List.of(to("10.1.0.5", 80)), router.listen(to("0.0.0.0", 80), a).addresses());
    rules("use tcp listen *:80");
    ListenPlan none = router.listen(to("0.0.0.0", 80), a);
    assertEquals(List.of(), none.addresses());
    assertEquals(RouteReason.RULE.text(), none.why());
    assertEquals(List.of(to("0.0.0.0", 81)), router.listen(to("0.0.0.0", 81), a).addresses());
  }

  @Rules("LIS-1")
  @Test
  void listensOnlyOnAddressesThatTheProviderServes_LIS1() {
    StartedProvider a = provider("a", ServedAddress.host(Hosts.LOCAL));
    providers(a);
    assertEquals(List.of(to("127.0.0.1", 80)), router.listen(to("127.0.0.1", 80), a).addresses());
    assertEquals(RouteReason.NOT_IN_SUBNET.text(), router.listen(to("10.1.0.5", 80), a).why());
  }
}
