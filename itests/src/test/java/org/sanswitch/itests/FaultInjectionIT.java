package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.options;

import java.net.ServerSocket;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
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
import org.sanswitch.api.EndReason;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.SanSwitch;
import plain.Checks;

/**
 * Unmodified sockets over hardware that fails: they go by TCP/IP with the reason, or the connection
 * ends with the reason; the bytes are right and nothing hangs.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FaultInjectionIT extends SwitchTest {

  private static final String PID = "org.sanswitch.provider.emu";
  private static final String IS_ON = "fault injection is ON";
  /** A graceful close waits so long for a peer that takes nothing. */
  private static final String CLOSE_MILLIS = "2000";
  /** Some tests wait until it is over, the others need not come near it. */
  private static final int CONNECT_MILLIS = 4_000;
  private static final String OVER_SAN = Providers.EMU + " SAN";

  @Inject private SanSwitch sanSwitch;
  @Inject private ConfigurationAdmin configurationAdmin;

  @Configuration
  public Option[] config() {
    return options(composite(ItConfig.everything(CONNECT_MILLIS)),
        frameworkProperty("sanswitch.close.millis").value(CLOSE_MILLIS));
  }

  @Before
  public void theProviderRuns() throws Exception {
    Providers.awaitRunning(sanSwitch, Providers.EMU);
  }

  @After
  public void mend() throws Exception {
    configurationAdmin.getConfiguration(PID, "?").delete();
    awaitFaults(false);
  }

  /** Turns faults on, each as in {@code drop.after=3}, and waits for hardware that has them. */
  private void inject(String... faults) throws Exception {
    Hashtable<String, Object> properties = new Hashtable<>();
    for (String fault : faults) {
      String[] nameAndValue = fault.split("=");
      properties.put("fault." + nameAndValue[0], nameAndValue[1]);
    }
    configurationAdmin.getConfiguration(PID, "?").update(properties);
    awaitFaults(true);
  }

  private void awaitFaults(boolean on) throws Exception {
    Await.value("the provider runs, and " + IS_ON + " is " + on,
        () -> Providers.find(sanSwitch, Providers.EMU),
        found -> found.isPresent()
            && found.get().state() == ProviderStatus.State.RUNNING
            && found.get().version().contains(IS_ON) == on);
    Providers.awaitRunning(sanSwitch, Providers.EMU);
  }

  /** All bytes of a check arrive as on the JDK's own sockets; {@return the routes it took} */
  private Set<String> check(String name) throws Exception {
    long seed = Long.getLong("plain.seed", System.nanoTime());
    System.out.println(name + " seed " + seed);
    RouteCounts before = RouteCounts.connected(sanSwitch);
    Checks.run(name, net(), seed);
    return RouteCounts.connected(sanSwitch).usedSince(before);
  }

  @Test
  public void lateCompletionsChangeNoByte() throws Exception {
    inject("delay.micros=50-1500", "seed=7");
    assertEquals(Set.of(OVER_SAN), check("oddSizesComeBackAsTheyWere"));
  }

  @Test
  public void lateWakeupsChangeNoByteAndLoseNone() throws Exception {
    inject("wakeup.late.millis=5", "wakeup.every=2");
    assertEquals(Set.of(OVER_SAN), check("oddSizesComeBackAsTheyWere"));
  }

  @Test
  public void tinyMessagesWithoutRdmaReadCarryEverything() throws Exception {
    inject("message.size=4096", "rdma.read=false");
    assertEquals(Set.of(OVER_SAN), check("streamsCarryBothDirectionsAtOnce"));
  }

  /** CON-1: it goes on in the background. */
  @Test
  public void aConnectThatTakesItsTimeIsWaitedFor() throws Exception {
    inject("connect.delay.micros=100000-200000");
    assertEquals(OVER_SAN, routeOfOneConnection());
  }

  @Test
  public void aConnectBeyondTheBoundGoesByTcp() throws Exception {
    inject("connect.delay.micros=20000000");
    assertEquals("tcp PROVIDER_TIMED_OUT", routeOfOneConnection());
  }

  @Test
  public void aRequestThatIsNeverAnsweredGoesByTcp() throws Exception {
    inject("request.unanswered=true", "request.limit=1");
    assertEquals("tcp PROVIDER_TIMED_OUT", routeOfOneConnection());
    assertEquals(OVER_SAN, routeOfOneConnection());
  }

  /** SOC-4: no memory for the queue pair. */
  @Test
  public void refusedRegistrationGoesByTcp() throws Exception {
    inject("registration.after=0");
    assertEquals("tcp NO_SHARED_MEMORY", routeOfOneConnection());
    assertEquals(Set.of("tcp NO_SHARED_MEMORY"), check("oddSizesComeBackAsTheyWere"));
  }

  /** The accepting end has no room, and says so: to try again would not help. */
  @Test
  public void refusedRegistrationAtTheAcceptingEndGoesByTcp() throws Exception {
    inject("registration.after=0", "registration.every=2");
    assertEquals("tcp NO_SHARED_MEMORY", routeOfOneConnection());
  }

  /** CON-5: it is tried again. */
  @Test
  public void aFullBacklogIsTriedAgain() throws Exception {
    inject("backlog.full=true", "backlog.limit=2");
    assertEquals(OVER_SAN, routeOfOneConnection());
  }

  @Test
  public void aConnectionThatBreaksIsResetWithTheReason() throws Exception {
    inject("drop.after=200");
    try (Traffic traffic = new Traffic(net(), 2)) {
      traffic.assertAllReset(EndReason.PEER_DIED);
    }
    Await.value("both ends are gone", sanSwitch::connections, List::isEmpty);
  }

  /** BLK-10: what is blocked in a stall ends by close, and close returns. */
  @Test
  public void blockedCallsOfAStalledConnectionEndByClose() throws Exception {
    inject("stall.after=400");
    int port;
    try (SessionLog log = new SessionLog()) {
      try (Traffic traffic = new Traffic(net(), 2)) {
        traffic.awaitStalled();
        port = traffic.listener().getLocalPort();
      }
      Await.value("no connection is left", sanSwitch::connections, List::isEmpty);
      Await.value("an end by the bound of a close is logged", () -> log.endsAt(port),
          seen -> seen.contains(EndReason.CLOSE_TIMEOUT));
    }
  }

  @Test
  public void aStallInTheNegotiationGoesByTcp() throws Exception {
    inject("stall.after=0");
    try (ServerSocket listener = listen()) {
      assertEquals("tcp PROVIDER_TIMED_OUT", routeOfOneConnection(listener));
    }
  }

  @Test
  public void badSettingsAreToldAndTheHardwareWorks() throws Exception {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("fault.drop.after", "soon");
    properties.put("falt.drop.after", "3");
    configurationAdmin.getConfiguration(PID, "?").update(properties);
    String version = Await
      .value("the settings are told", () -> Providers.awaitRunning(sanSwitch, Providers.EMU),
          status -> status.version().contains("falt"))
      .version();
    assertTrue(version, version.contains("sanswitch.emu.fault.drop.after = 'soon' is not a whole"
        + " number of 1 to 2147483647"));
    assertTrue(version, version.contains("sanswitch.emu.falt.drop.after is not a setting"));
    assertEquals(OVER_SAN, routeOfOneConnection());
  }
}
