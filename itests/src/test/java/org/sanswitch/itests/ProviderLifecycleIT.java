package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;

import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.SanSwitch;
import org.sanswitch.rules.Rules;

/** The bundle of a provider comes, goes and is replaced while connections run over it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ProviderLifecycleIT extends SwitchTest {

  private static final String BUNDLE = "provider.emu";
  private static final String OVER_SAN = Providers.EMU + " SAN";
  private static final String OVER_TCP = "tcp NO_PROVIDER";
  private static final int CONNECTIONS = 4;

  @Inject private BundleContext context;
  @Inject private SanSwitch sanSwitch;

  @Configuration
  public Option[] config() {
    return ItConfig.everything();
  }

  @Before
  public void theProviderRuns() throws Exception {
    if (find() == null) {
      install();
    }
    find().start();
    Providers.awaitRunning(sanSwitch, Providers.EMU);
    assertEquals(OVER_SAN, routeOfOneConnection());
  }

  private Bundle find() {
    return Arrays.stream(context.getBundles())
      .filter(b -> Bundles.symbolicName(BUNDLE).equals(b.getSymbolicName()))
      .findFirst()
      .orElse(null);
  }

  private void install() throws Exception {
    context.installBundle(Bundles.file(BUNDLE).toUri().toString());
  }

  private interface Change {
    void apply(Bundle bundle) throws Exception;
  }

  /** All connections are reset, none is left, and the listener serves what comes next by TCP. */
  private void assertResetAndThenTcp(Change change) throws Exception {
    try (Traffic traffic = new Traffic(net(), CONNECTIONS)) {
      traffic.awaitRunning();
      change.apply(find());
      traffic.assertAllReset(EndReason.PROVIDER_GONE);
      Await.value("both ends are gone", sanSwitch::connections, List::isEmpty);
      assertEquals(OVER_TCP, routeOfOneConnection(traffic.listener()));
      assertEquals(OVER_TCP, routeOfOneConnection());
    }
  }

  @Test
  public void stoppingAProviderResetsItsConnectionsAndTheNextGoByTcp() throws Exception {
    assertResetAndThenTcp(Bundle::stop);
  }

  @Test
  public void uninstallingAProviderResetsItsConnectionsAndTheNextGoByTcp() throws Exception {
    assertResetAndThenTcp(Bundle::uninstall);
  }

  @Test
  public void updatingAProviderResetsItsConnectionsAndTheNextGoOverTheNewOne() throws Exception {
    try (Traffic traffic = new Traffic(net(), CONNECTIONS)) {
      traffic.awaitRunning();
      find().update(Bundles.file(BUNDLE).toUri().toURL().openStream());
      traffic.assertAllReset(EndReason.PROVIDER_GONE);
      Providers.awaitRunning(sanSwitch, Providers.EMU);
      awaitCompanion(traffic.listener());
      assertEquals(OVER_SAN, routeOfOneConnection(traffic.listener()));
    }
  }

  /** INI-5: a listener from before gets its companion when a provider arrives. */
  @Rules("INI-5")
  @Test
  public void listenersAreServedOnAProviderThatArrivesLater() throws Exception {
    find().stop();
    Providers.awaitGone(sanSwitch, Providers.EMU);
    try (ServerSocket exact = listen();
        ServerSocket wildcard = net().servers().createServerSocket(0)) {
      assertEquals(OVER_TCP, routeOfOneConnection(exact));
      find().start();
      awaitCompanion(exact);
      awaitCompanion(wildcard);
      assertEquals(OVER_SAN, routeOfOneConnection(exact));
      assertEquals(OVER_SAN, routeOfOneConnection(wildcard));
    }
  }

  /** The switch does not know the abstraction, but what it registers goes with it. */
  @Test
  public void stoppingTheHardwareAbstractionResetsAsWell() throws Exception {
    Bundle hal = Arrays.stream(context.getBundles())
      .filter(b -> Bundles.symbolicName("provider.hal").equals(b.getSymbolicName()))
      .findFirst()
      .orElseThrow();
    try {
      assertResetAndThenTcp(emu -> hal.stop());
    } finally {
      hal.start();
    }
  }

  @Test
  public void tcpConnectionsDoNotNoticeThatAProviderComesAndGoes() throws Exception {
    find().stop();
    Providers.awaitGone(sanSwitch, Providers.EMU);
    try (Traffic traffic = new Traffic(net(), CONNECTIONS)) {
      traffic.awaitRunning();
      find().start();
      Providers.awaitRunning(sanSwitch, Providers.EMU);
      traffic.awaitRunning();
      find().stop();
      traffic.awaitRunning();
    }
  }

  private void awaitCompanion(ServerSocket listener) throws Exception {
    int port = listener.getLocalPort();
    Await.value("a companion of port " + port, sanSwitch::listeners,
        all -> all.stream()
          .anyMatch(l -> l.local().getPort() == port
              && l.companions().contains(Providers.EMU)));
  }
}
