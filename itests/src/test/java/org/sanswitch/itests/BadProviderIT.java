package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.SanSwitch;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.itests.provider.RecordingProvider;
import org.sanswitch.provider.example.ExampleAdapter;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import plain.Net;

/** Providers that fail to start: the status says why, and the others work on. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BadProviderIT extends SwitchTest {

  private static final String BAD = "bad";
  private static final List<ServedAddress> LOOPBACK = List.of(ServedAddress.host(Net.loopback()));

  @Inject private BundleContext context;
  @Inject private SanSwitch sanSwitch;

  private ExampleAdapter good;

  @Configuration
  public Option[] config() {
    return ItConfig.withExample();
  }

  @Before
  public void startTheGoodOne() throws Exception {
    good = new ExampleBundle(context, sanSwitch).start();
  }

  @After
  public void stopTheGoodOne() throws Exception {
    new ExampleBundle(context, sanSwitch).stop();
  }

  /** Starts it beside one that works; {@return what the switch says of it} */
  private ProviderStatus statusBesideAGoodOne(
      List<ServedAddress> addresses, RecordingProvider.Startup startup) throws Exception {
    ServiceRegistration<SanServiceProvider> bad =
        new RecordingProvider(BAD, addresses, startup).register(context);
    try {
      assertEquals(ExampleBundle.ROUTE, routeOfOneConnection());
      ProviderStatus status =
          Providers.awaitState(sanSwitch, BAD, ProviderStatus.State.NOT_READY);
      assertTrue(status.toString(), !status.detail().isEmpty());
      return status;
    } finally {
      bad.unregister();
    }
  }

  @Test
  public void aProviderThatThrowsInStartupShowsWhatItThrew() throws Exception {
    ProviderStatus status = statusBesideAGoodOne(LOOPBACK, () -> {
      throw new IllegalStateException("out of order 4711");
    });
    assertEquals(RouteReason.PROVIDER_FAILED, status.reason());
    assertTrue(status.detail(), status.detail().contains("out of order 4711"));
  }

  @Test
  public void aProviderThatDoesNotLinkShowsWhatIsMissing() throws Exception {
    ProviderStatus status = statusBesideAGoodOne(LOOPBACK, () -> {
      throw new NoClassDefFoundError("com/example/Missing");
    });
    assertEquals(RouteReason.PROVIDER_FAILED, status.reason());
    assertTrue(status.detail(), status.detail().contains("com/example/Missing"));
  }

  /** INI-1. */
  @Rules("INI-1")
  @Test
  public void aProviderOfAnotherVersionShowsIt() throws Exception {
    ProviderStatus status = statusBesideAGoodOne(LOOPBACK, () -> {
      throw new WsaException(WsaError.WSAVERNOTSUPPORTED, "it wants 9.0");
    });
    assertEquals(RouteReason.PROVIDER_VERSION, status.reason());
    assertTrue(status.detail(), status.detail().contains("it wants 9.0"));
  }

  /** INI-1. */
  @Rules("INI-1")
  @Test
  public void aProviderThatIsNotReadyShowsItsReason() throws Exception {
    ProviderStatus status = statusBesideAGoodOne(LOOPBACK, () -> {
      throw new WsaException(
          WsaError.WSASYSNOTREADY, RouteReason.NO_DEVICE, "0 devices were found", null);
    });
    assertEquals(RouteReason.NO_DEVICE, status.reason());
  }

  @Test
  public void aProviderThatClaimsForeignAddressesShowsThem() throws Exception {
    InetAddress foreign = InetAddress.getByAddress(new byte[]{(byte) 203, 0, 113, 7});
    ProviderStatus status = statusBesideAGoodOne(List.of(ServedAddress.host(foreign)), () -> {
    });
    assertEquals(RouteReason.PROVIDER_LIED, status.reason());
    assertTrue(status.detail(), status.detail().contains("203.0.113.7"));
  }

  @Test
  public void aProviderThatDoesNotReturnFromStartupDelaysNobodyForEver() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try {
      ProviderStatus status = statusBesideAGoodOne(LOOPBACK, () -> {
        try {
          end.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      assertEquals(RouteReason.PROVIDER_TIMED_OUT, status.reason());
    } finally {
      end.countDown();
    }
  }

  /** The hardware is pulled out: its connections end, and the next go by TCP/IP. */
  @Test
  public void anAdapterThatFailsEndsItsConnections() throws Exception {
    try (Traffic traffic = new Traffic(net(), 3)) {
      traffic.awaitRunning();
      good.unplug();
      traffic.assertAllReset(EndReason.PROVIDER_FAILED);
    }
    assertTrue(routeOfOneConnection(), routeOfOneConnection().startsWith("tcp "));
  }
}
