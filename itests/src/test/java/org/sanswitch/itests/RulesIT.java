package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.service.cm.ConfigurationAdmin;
import org.sanswitch.api.ListenerStatus;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.RuleSyntaxException;
import org.sanswitch.api.SanSwitch;
import plain.Net;

/** The rules of the operator, by SanSwitch and by Config Admin, while the switch runs. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RulesIT extends SwitchTest {

  private static final String PID = "org.sanswitch.switch";
  private static final String OVER_SAN = Providers.EMU + " SAN";
  private static final String OVER_TCP = "tcp RULE";
  private static final InetSocketAddress SOMEWHERE = new InetSocketAddress(Net.loopback(), 9);

  @Inject private SanSwitch sanSwitch;
  @Inject private ConfigurationAdmin configurationAdmin;

  @Configuration
  public Option[] config() {
    return ItConfig.everything();
  }

  @Before
  public void withoutRulesSharedMemoryIsUsed() throws Exception {
    Providers.awaitRunning(sanSwitch, Providers.EMU);
    sanSwitch.setRules("");
    assertEquals(OVER_SAN, routeOfOneConnection());
  }

  @After
  public void forgetRules() throws Exception {
    sanSwitch.setRules("");
  }

  @Test
  public void aRuleSendsConnectionsOverTcp() throws Exception {
    sanSwitch.setRules("use tcp connect 127.0.0.0/8");
    assertEquals("use tcp connect 127.0.0.0/8", sanSwitch.rules());
    assertEquals(RouteReason.RULE, sanSwitch.explain(SOMEWHERE).reason());
    assertEquals(OVER_TCP, routeOfOneConnection());
  }

  @Test
  public void theFirstRuleThatMatchesWins() throws Exception {
    try (ServerSocket one = listen(); ServerSocket other = listen()) {
      sanSwitch.setRules("use san connect 127.0.0.1:" + one.getLocalPort()
          + "; use tcp connect 127.0.0.1");
      assertEquals(OVER_SAN, routeOfOneConnection(one));
      assertEquals(OVER_TCP, routeOfOneConnection(other));
    }
  }

  /** A listener that exists loses its companion, and gets it again. */
  @Test
  public void aRuleForListenersIsAppliedToThoseThatExist() throws Exception {
    try (ServerSocket listener = listen()) {
      int port = listener.getLocalPort();
      awaitCompanions(port, List.of(Providers.EMU));
      sanSwitch.setRules("use tcp listen 127.0.0.1:" + port);
      awaitCompanions(port, List.of());
      assertEquals("tcp PEER_HAS_NO_SWITCH", routeOfOneConnection(listener));
      sanSwitch.setRules("");
      awaitCompanions(port, List.of(Providers.EMU));
    }
  }

  private void awaitCompanions(int port, List<String> companions) throws Exception {
    Await.value("companions of port " + port + " are " + companions,
        () -> sanSwitch.listeners().stream().filter(l -> l.local().getPort() == port).toList(),
        found -> found.stream()
          .map(ListenerStatus::companions)
          .toList()
          .equals(List.of(companions)));
  }

  @Test
  public void rulesThatDoNotParseNameThePlaceAndChangeNothing() throws Exception {
    sanSwitch.setRules("use tcp connect 10.0.0.0/8");
    String text = "use tcp connect 127.0.0.1; use tcp conect 10.0.0.1";
    RuleSyntaxException error =
        assertThrows(RuleSyntaxException.class, () -> sanSwitch.setRules(text));
    assertEquals(text.indexOf("conect"), error.position());
    assertTrue(error.expected(), error.expected().contains("connect"));
    assertTrue(error.getMessage(), error.getMessage().contains("conect"));
    assertEquals("use tcp connect 10.0.0.0/8", sanSwitch.rules());
    assertEquals(OVER_SAN, routeOfOneConnection());
  }

  @Test
  public void configurationChangesTheRulesAtRunTime() throws Exception {
    try (Traffic traffic = new Traffic(net(), 2)) {
      traffic.awaitRunning();
      var configuration = configurationAdmin.getConfiguration(PID, "?");
      configuration.update(rules("use tcp connect 127.0.0.1"));
      awaitRules("use tcp connect 127.0.0.1");
      assertEquals(OVER_TCP, routeOfOneConnection());
      configuration.update(rules("use tcp to nowhere"));
      configuration.update(rules("use san connect 127.0.0.1"));
      awaitRules("use san connect 127.0.0.1");
      assertEquals(OVER_SAN, routeOfOneConnection());
      configuration.delete();
      awaitRules("");
      traffic.awaitRunning();
    }
  }

  /** The one that does not parse is refused as a whole: what was in force stays. */
  @Test
  public void configurationThatDoesNotParseIsRefused() throws Exception {
    var configuration = configurationAdmin.getConfiguration(PID, "?");
    try {
      configuration.update(rules("use tcp connect 127.0.0.1"));
      awaitRules("use tcp connect 127.0.0.1");
      configuration.update(rules("use use use"));
      assertEquals(OVER_TCP, routeOfOneConnection());
      assertEquals("use tcp connect 127.0.0.1", runningSwitch().rules());
    } finally {
      configuration.delete();
      awaitRules("");
    }
  }

  private static Dictionary<String, Object> rules(String text) {
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("rules", text);
    return properties;
  }

  private void awaitRules(String text) throws Exception {
    Await.value("the rules in force", () -> runningSwitch().rules(), text::equals);
  }
}
