package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.net.StandardProtocolFamily;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.provider.hal.loopback.LoopbackAdapter;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.DuplicationToken;
import org.sanswitch.spi.IoControl;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** INI-1, INI-3, INI-7. */
class StartupTest {

  private final LoopbackAdapter adapter = new LoopbackAdapter();
  private final HalProvider provider = new HalProvider(adapter, HalFixture.LIMITS);
  private final RecordingUpcalls upcalls = new RecordingUpcalls();

  private WspProcedureTable start() throws WsaException {
    return provider.wspStartupEx(SanServiceProvider.SPI_VERSION, ProtocolInfo.TCP_IP, upcalls);
  }

  /** INI-1. */
  @Test
  void refusesAnotherMajorVersion() {
    WsaException e = assertThrows(WsaException.class,
        () -> provider.wspStartupEx(0x0002_0000, ProtocolInfo.TCP_IP, upcalls));
    assertEquals(WsaError.WSAVERNOTSUPPORTED, e.error());
    assertEquals(RouteReason.PROVIDER_VERSION, e.reason());
    assertFalse(adapter.isOpen());
  }

  /** INI-1. */
  @Test
  void acceptsAnotherMinorVersion() throws WsaException {
    provider.wspStartupEx(SanServiceProvider.SPI_VERSION + 7, ProtocolInfo.TCP_IP, upcalls)
      .wspCleanup();
  }

  /** INI-1. */
  @Test
  void isNotReadyForTheAdaptersReasonAndIsTriedAgain() throws WsaException {
    adapter.openFailure =
        new AdapterException(AdapterError.NOT_SUPPORTED, RouteReason.NO_DEVICE, "no device at all");
    WsaException e = assertThrows(WsaException.class, this::start);
    assertEquals(WsaError.WSASYSNOTREADY, e.error());
    assertEquals(RouteReason.NO_DEVICE, e.reason());
    assertTrue(e.getMessage().contains("no device at all"), e.getMessage());
    adapter.openFailure = null;
    start().wspCleanup();
  }

  /** Starts a provider of its own and ends it; a method, so that no local variable keeps it. */
  private static WeakReference<Object> startAndEnd(AtomicReference<Thread> progress)
      throws Exception {
    LoopbackAdapter own = new LoopbackAdapter();
    HalProvider started = new HalProvider(own, HalFixture.LIMITS);
    WspProcedureTable table = started.wspStartupEx(SanServiceProvider.SPI_VERSION,
        ProtocolInfo.TCP_IP, new RecordingUpcalls());
    CountDownLatch seen = new CountDownLatch(1);
    own.event(to -> {
      progress.set(Thread.currentThread());
      seen.countDown();
    });
    assertTrue(seen.await(30, TimeUnit.SECONDS));
    table.wspCleanup();
    return new WeakReference<>(own);
  }

  /** INI-7: whoever keeps the thread, as a framework may, does not keep the adapter with it. */
  @Test
  @Timeout(60)
  void theProgressThreadKeepsNothingWhenItHasEnded() throws Exception {
    AtomicReference<Thread> progress = new AtomicReference<>();
    WeakReference<Object> gone = startAndEnd(progress);
    progress.get().join();
    while (!gone.refersTo(null)) {
      System.gc();
      Thread.onSpinWait();
    }
  }

  /** INI-7. */
  @Test
  void startsAgainAfterCleanup() throws WsaException {
    for (int i = 0; i < 3; i++) {
      WspProcedureTable table = start();
      assertTrue(adapter.isOpen());
      table.wspSocket(StandardProtocolFamily.INET, null);
      table.wspCleanup();
      table.wspCleanup();
      assertFalse(adapter.isOpen());
    }
    assertEquals(0, upcalls.openHandles());
  }

  /** INI-1. */
  @Test
  void isStartedOnceOnly() throws WsaException {
    WspProcedureTable table = start();
    assertEquals(WsaError.WSASYSNOTREADY, assertThrows(WsaException.class, this::start).error());
    table.wspCleanup();
  }

  /** INI-7. */
  @Test
  void endsItsProgressThreadInCleanup() throws WsaException {
    WspProcedureTable table = start();
    assertTrue(Thread.getAllStackTraces()
      .keySet()
      .stream()
      .anyMatch(each -> each.getName().equals("sanswitch-loopback-progress")
          && each.isDaemon()));
    table.wspCleanup();
    assertFalse(Thread.getAllStackTraces()
      .keySet()
      .stream()
      .anyMatch(each -> each.getName().equals("sanswitch-loopback-progress")));
  }

  /** INI-7. */
  @Test
  void closesWhatIsOpenInCleanup() throws Exception {
    HalFixture fixture = new HalFixture();
    HalFixture.Pair pair = fixture.connect();
    HalFixture.Receive receive = fixture.receive(pair.server(), false);
    fixture.listener(HalFixture.freePort(), 5, new HalFixture.Event());
    fixture.close();
    assertTrue(receive.overlapped().isComplete());
  }

  /** INI-7. */
  @Test
  void isNotInitialisedAfterCleanup() throws Exception {
    HalFixture fixture = new HalFixture();
    SocketDescriptor socket = fixture.socket();
    fixture.close();
    assertEquals(WsaError.WSANOTINITIALISED,
        assertThrows(WsaException.class, fixture::socket).error());
    assertEquals(WsaError.WSANOTINITIALISED,
        assertThrows(WsaException.class, () -> fixture.table.wspCloseSocket(socket)).error());
    assertEquals(WsaError.WSANOTINITIALISED, fixture.table.wspGetOverlappedResult(socket, null, 0));
  }

  /** INI-3. */
  @Test
  void tellsTheAddressesThatItServes() throws Exception {
    try (HalFixture fixture = new HalFixture()) {
      SocketDescriptor socket = fixture.socket();
      assertEquals(fixture.adapter.addresses(),
          fixture.table.wspIoctl(socket, IoControl.SIO_ADDRESS_LIST_QUERY));
      assertEquals(WsaError.WSAEOPNOTSUPP, assertThrows(WsaException.class,
          () -> fixture.table.wspIoctl(socket, IoControl.SIO_GET_QOS))
        .error());
    }
  }

  /** SOC-2, DUP-3. */
  @Rules("SOC-2")
  @Test
  void makesSocketsOfItsFamiliesOnlyAndTakesNoTokens() throws Exception {
    try (HalFixture fixture = new HalFixture()) {
      fixture.table.wspSocket(StandardProtocolFamily.INET6, null);
      assertEquals(WsaError.WSAEAFNOSUPPORT, assertThrows(WsaException.class,
          () -> fixture.table.wspSocket(StandardProtocolFamily.UNIX, null))
        .error());
      assertEquals(WsaError.WSAEOPNOTSUPP,
          assertThrows(WsaException.class,
              () -> fixture.table.wspSocket(StandardProtocolFamily.INET,
                  new DuplicationToken("0", 1)))
            .error());
    }
  }

  /** INI-5. */
  @Test
  void cleansUpAndStaysDownWhenTheAdapterLeaves() throws Exception {
    HalFixture fixture = new HalFixture();
    HalFixture.Pair pair = fixture.connect();
    fixture.provider.leave();
    assertEquals(0, fixture.upcalls.openHandles());
    assertFalse(fixture.adapter.isOpen());
    WsaException e = assertThrows(WsaException.class,
        () -> fixture.provider.wspStartupEx(SanServiceProvider.SPI_VERSION, ProtocolInfo.TCP_IP,
            fixture.upcalls));
    assertEquals(RouteReason.PROVIDER_GONE, e.reason());
    assertEquals(WsaError.WSANOTINITIALISED,
        fixture.table.wspSend(pair.client(), HalFixture.vector("x"), HalFixture.operation(true)));
    fixture.close();
  }
}
