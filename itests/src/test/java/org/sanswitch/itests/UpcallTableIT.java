package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.sanswitch.api.SanSwitch;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.itests.provider.RecordingProvider;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import plain.Net;

/** The upcall table: a service for each bundle, a view for each provider. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class UpcallTableIT {

  private static final List<ServedAddress> SERVED = List.of(ServedAddress.host(Net.loopback()));

  @Rule public final NothingLeft nothingLeft = new NothingLeft();

  @Inject private BundleContext context;
  @Inject private SanSwitch sanSwitch;

  private final RecordingProvider first = new RecordingProvider("first", SERVED, () -> {
  });
  private final RecordingProvider second = new RecordingProvider("second", SERVED, () -> {
  });
  private ServiceRegistration<SanServiceProvider> firstRegistration;
  private ServiceRegistration<SanServiceProvider> secondRegistration;

  @Configuration
  public Option[] config() {
    return ItConfig.without("provider.emu", "provider.verbs");
  }

  @Before
  public void registerTwoProvidersOfOneBundle() throws Exception {
    firstRegistration = first.register(context);
    secondRegistration = second.register(context);
    Providers.awaitRunning(sanSwitch, "first");
    Providers.awaitRunning(sanSwitch, "second");
  }

  @After
  public void unregister() {
    firstRegistration.unregister();
    secondRegistration.unregister();
  }

  @Test
  public void eachBundleGetsAnInstanceOfItsOwn() {
    ServiceReference<UpcallTable> reference = context.getServiceReference(UpcallTable.class);
    BundleContext other = Arrays.stream(context.getBundles())
      .filter(b -> Bundles.symbolicName("provider.hal").equals(b.getSymbolicName()))
      .findFirst()
      .orElseThrow()
      .getBundleContext();
    UpcallTable here = context.getService(reference);
    UpcallTable there = other.getService(reference);
    try {
      assertNotSame(here, there);
      assertSame(here, context.getService(reference));
      context.ungetService(reference);
    } finally {
      context.ungetService(reference);
      other.ungetService(reference);
    }
  }

  /** A handle belongs to a provider: the table as a service knows none, and makes none. */
  @Test
  public void theServiceMakesNoHandles() {
    ServiceReference<UpcallTable> reference = context.getServiceReference(UpcallTable.class);
    UpcallTable service = context.getService(reference);
    try {
      assertError(WsaError.WSAENOTSOCK, () -> service.wpuCreateSocketHandle(this));
    } finally {
      context.ungetService(reference);
    }
  }

  /** INI-1, INI-2. */
  @Rules({"INI-1", "INI-2"})
  @Test
  public void startupHandsOverVersionProtocolAndAView() {
    assertEquals(SanServiceProvider.SPI_VERSION, first.version());
    assertEquals(ProtocolInfo.TCP_IP, first.protocol());
    assertNotSame(first.upcalls(), second.upcalls());
  }

  /** INI-3: the list is asked for on a socket of the provider, which is closed afterwards. */
  @Rules("INI-3")
  @Test
  public void addressesAreAskedForOnASocketThatIsClosedAgain() {
    assertTrue(first.table().calls().toString(), first.table().calls().contains("addresses"));
    assertEquals(0, first.table().openSockets());
  }

  /** SOC-2: a handle of one view means nothing through another. */
  @Rules("SOC-2")
  @Test
  public void aHandleOfOneProviderIsRefusedThroughTheViewOfAnother() throws Exception {
    Object own = new Object();
    SocketHandle handle = first.upcalls().wpuCreateSocketHandle(own);
    Overlapped done = new Overlapped(false, null);
    assertError(WsaError.WSAENOTSOCK, () -> second.upcalls().wpuQuerySocketHandleContext(handle));
    assertError(WsaError.WSAENOTSOCK, () -> second.upcalls().wpuCloseSocketHandle(handle));
    assertEquals(WsaError.WSAENOTSOCK,
        second.upcalls().wpuCompleteOverlappedRequest(handle, done));
    assertSame(own, first.upcalls().wpuQuerySocketHandleContext(handle));
    first.upcalls().wpuCloseSocketHandle(handle);
  }

  /** CLO-4: nothing follows WPUCloseSocketHandle. */
  @Rules("CLO-4")
  @Test
  public void aClosedHandleIsRefused() throws Exception {
    SocketHandle handle = first.upcalls().wpuCreateSocketHandle(this);
    first.upcalls().wpuCloseSocketHandle(handle);
    assertError(WsaError.WSAENOTSOCK, () -> first.upcalls().wpuQuerySocketHandleContext(handle));
    assertError(WsaError.WSAENOTSOCK, () -> first.upcalls().wpuCloseSocketHandle(handle));
    assertEquals(WsaError.WSAENOTSOCK,
        first.upcalls().wpuCompleteOverlappedRequest(handle, new Overlapped(false, null)));
  }

  /** INI-7: when a provider leaves it is cleaned up, and its view is over. */
  @Rules("INI-7")
  @Test
  public void theViewOfADepartedProviderIsOver() throws Exception {
    RecordingProvider third = new RecordingProvider("third", SERVED, () -> {
    });
    ServiceRegistration<SanServiceProvider> registration = third.register(context);
    Providers.awaitRunning(sanSwitch, "third");
    SocketHandle handle = third.upcalls().wpuCreateSocketHandle(this);
    registration.unregister();
    assertEquals("cleanup", third.table().calls().getLast());
    assertError(WsaError.WSAENOTSOCK, () -> third.upcalls().wpuCreateSocketHandle(this));
    assertError(WsaError.WSAENOTSOCK, () -> third.upcalls().wpuCloseSocketHandle(handle));
    assertTrue(Providers.find(sanSwitch, "third").isEmpty());
  }

  private interface Upcall {
    void run() throws WsaException;
  }

  private static void assertError(WsaError expected, Upcall upcall) {
    assertEquals(expected, assertThrows(WsaException.class, upcall::run).error());
  }
}
