package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.net.InetSocketAddress;
import java.net.SocketImplFactory;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.SanSwitch;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.spi.UpcallTable;
import plain.Net;

/** What is wired when all bundles are there. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ServicesIT extends SwitchTest {

  @Inject private SanSwitch sanSwitch;

  @Configuration
  public Option[] config() {
    return ItConfig.everything();
  }

  @Test
  public void applicationsFindTheirFactories() throws Exception {
    assertNotNull(service(SelectorProvider.class, "(org.sanswitch.switch=true)"));
    assertNotNull(service(AsynchronousChannelProvider.class, "(org.sanswitch.switch=true)"));
    assertNotNull(service(SocketFactory.class, null));
    assertNotNull(service(ServerSocketFactory.class, null));
    assertNotNull(service(SocketImplFactory.class, "(org.sanswitch.socket=client)"));
    assertNotNull(service(SocketImplFactory.class, "(org.sanswitch.socket=server)"));
  }

  @Test
  public void providersFindTheUpcallTable() throws Exception {
    assertNotNull(service(UpcallTable.class, null));
  }

  @Test
  public void emulatedHardwareServesTheAddressesOfThisHost() throws Exception {
    ProviderStatus emu = Providers.awaitRunning(sanSwitch, Providers.EMU);
    assertEquals(RouteReason.SAN, emu.reason());
    assertTrue(emu.toString(), emu.addresses().contains(ServedAddress.host(Net.loopback())));
  }

  @Test
  public void withoutRdmaTheReasonSaysWhatToDo() throws Exception {
    assumeFalse(Files.isDirectory(Path.of("/sys/class/infiniband")));
    ProviderStatus verbs =
        Providers.awaitState(sanSwitch, "verbs", ProviderStatus.State.NOT_READY);
    boolean library = verbs.reason() == RouteReason.NO_LIBRARY;
    assertEquals(library ? RouteReason.NO_LIBRARY : RouteReason.NO_DEVICE, verbs.reason());
    assertTrue(verbs.detail(),
        verbs.detail().contains(library ? "install rdma-core" : "load ib_uverbs, rdma_ucm"));
  }

  @Test
  public void explainTellsTheRouteWithoutConnecting() throws Exception {
    Providers.awaitRunning(sanSwitch, Providers.EMU);
    assertEquals(Route.san(Providers.EMU),
        sanSwitch.explain(new InetSocketAddress(Net.loopback(), 9)));
    Route elsewhere = sanSwitch.explain(new InetSocketAddress("203.0.113.7", 9));
    assertEquals(RouteReason.NOT_IN_SUBNET, elsewhere.reason());
  }

  @Test
  public void statusShowsListenersAndLiveConnections() throws Exception {
    Providers.awaitRunning(sanSwitch, Providers.EMU);
    try (Traffic traffic = new Traffic(net(), 1)) {
      traffic.awaitRunning();
      InetSocketAddress address = (InetSocketAddress) traffic.listener().getLocalSocketAddress();
      var listener = sanSwitch.listeners()
        .stream()
        .filter(l -> l.local().equals(address))
        .findFirst()
        .orElseThrow();
      assertEquals(List.of(Providers.EMU), listener.companions());
      var ends = sanSwitch.connections()
        .stream()
        .filter(c -> c.remote().equals(address) || c.local().equals(address))
        .toList();
      assertEquals("both ends: " + ends, 2, ends.size());
      assertTrue(ends.toString(), ends.stream().allMatch(c -> c.bytesSent() > 0));
      assertTrue(ends.toString(), ends.stream().allMatch(c -> c.route().isSan()));
    }
  }
}
