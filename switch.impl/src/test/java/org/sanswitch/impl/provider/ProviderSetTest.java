package org.sanswitch.impl.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.ProviderStatus;
import org.sanswitch.api.RegistrationCounts;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ExtensionFunction.CacheCallback;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

class ProviderSetTest {

  private static final long LONG = TimeUnit.SECONDS.toNanos(30);

  private volatile HostAddresses host = Hosts.HOST;
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch ran = new CountDownLatch(1);
  private final ScriptedProvider provider = new ScriptedProvider();

  private final ProviderListener listener = new ProviderListener() {
    @Override
    public void providersChanged() {
      if (events.isEmpty() && !set.active().isEmpty()) {
        ran.countDown();
      }
    }

    @Override
    public void providerLeaving(StartedProvider leaving, EndReason reason) {
      events.add(leaving.name() + " " + reason + " active=" + set.active().size());
    }
  };

  private ProviderSet set = set(LONG, LONG);

  private ProviderSet set(long start, long leave) {
    return new ProviderSet(() -> host, System::nanoTime, new ProviderSet.Bounds(start, leave),
        listener, BoundedWork.THREADS);
  }

  private ProviderStatus add(ScriptedProvider service) {
    set.add(service, ScriptedProvider.properties("a", 0, 1));
    return set.status().get(0);
  }

  private void assertNotReady(RouteReason reason, String detail) {
    ProviderStatus status = add(provider);
    assertEquals(ProviderStatus.State.NOT_READY, status.state());
    assertEquals(reason, status.reason());
    assertTrue(status.detail().contains(detail), status.detail());
    assertTrue(set.active().isEmpty());
  }

  @Rules({"INI-1", "INI-3", "INI-4", "INI-5", "OPT-1"})
  @Test
  void startsAProviderAtOnceAndAsksWhatItCan_INI1_INI3_INI4() {
    ProviderStatus status = add(provider);
    assertEquals(ProviderStatus.State.RUNNING, status.state());
    assertEquals(RouteReason.SAN, status.reason());
    assertEquals(List.of(ServedAddress.host(Hosts.LOCAL)), status.addresses());
    StartedProvider started = set.active().get(0);
    assertEquals(8192, started.port().maxMessageSize());
    assertEquals(0, started.port().maxInjectSize());
    assertEquals(64, started.port().maxReceives());
    assertEquals(0, started.view().openHandles());
  }

  /** A provider may have no cache, or one that does not count. */
  @Rules({"INI-4", "MEM-5"})
  @Test
  void tellsWhatTheRegistrationCacheOfAProviderHolds() {
    assertNull(add(provider).registrations());
    RegistrationCounts counts = new RegistrationCounts(1, 2, 3, 4, 5);
    assertEquals(counts, registrationsOf("b", 2, () -> counts));
    assertNull(registrationsOf("c", 3, () -> null));
    assertNull(registrationsOf("d", 4, () -> {
      throw new IllegalStateException("a provider that throws from a status");
    }));
  }

  private RegistrationCounts registrationsOf(
      String name, long id, Supplier<RegistrationCounts> counts) {
    ScriptedProvider service = new ScriptedProvider();
    service.cache = new CacheCallback() {
      @Override
      public void evict(MemorySegment memory) {}

      @Override
      public RegistrationCounts counts() {
        return counts.get();
      }
    };
    set.add(service, ScriptedProvider.properties(name, 0, id));
    return set.status()
      .stream()
      .filter(status -> status.name().equals(name))
      .findFirst()
      .orElseThrow()
      .registrations();
  }

  @Rules({"INI-1", "INI-2"})
  @Test
  void handsOverItsVersionAndTheDescriptionOfTcpIp() {
    add(provider);
    assertEquals(SanServiceProvider.SPI_VERSION, provider.version);
    assertEquals(new ProtocolInfo(23, 1, 6, "TCP/IP"), provider.protocol);
  }

  @Rules("INI-1")
  @Test
  void tellsTheReasonOfAProviderThatIsNotReady_INI1() {
    provider.startup = upcalls -> {
      throw new WsaException(WsaError.WSASYSNOTREADY, RouteReason.NO_DEVICE, "0 devices", null);
    };
    assertNotReady(RouteReason.NO_DEVICE, "0 devices");
  }

  @Rules("INI-1")
  @Test
  void tellsThatAProviderWantsAnotherVersion_INI1() {
    provider.startup = upcalls -> {
      throw new WsaException(WsaError.WSAVERNOTSUPPORTED, "wants 2.0");
    };
    assertNotReady(RouteReason.PROVIDER_VERSION, "wants 2.0");
  }

  @Test
  void survivesAProviderThatThrowsUnchecked() {
    provider.startup = upcalls -> {
      throw new IllegalStateException("scripted");
    };
    assertNotReady(RouteReason.PROVIDER_FAILED, "scripted");
  }

  @Test
  void survivesAProviderThatThrowsAnError() {
    provider.startup = upcalls -> {
      throw new NoClassDefFoundError("scripted");
    };
    assertNotReady(RouteReason.PROVIDER_FAILED, "NoClassDefFoundError");
  }

  @Test
  void tellsThatNativeAccessIsDenied() {
    provider.startup = upcalls -> {
      throw new IllegalCallerException("scripted");
    };
    assertNotReady(RouteReason.NATIVE_ACCESS_DENIED, "scripted");
  }

  @Test
  void survivesAProviderWithoutFunctions() {
    provider.startup = upcalls -> null;
    assertNotReady(RouteReason.PROVIDER_FAILED, "no functions");
  }

  @Rules("INI-3")
  @Test
  void cleansUpAProviderThatLiesAboutItsAddresses_INI3() {
    provider.addresses = List.of(ServedAddress.host(Hosts.LOCAL),
        ServedAddress.host(Hosts.address("192.0.2.1")));
    assertNotReady(RouteReason.PROVIDER_LIED, "1 of 2");
    assertEquals(0, provider.cleanedUp.getCount());
  }

  @Rules("OPT-1")
  @Test
  void refusesAProviderWhoseMessagesAreTooSmall_OPT1() {
    provider.maxMessageSize = 100;
    assertNotReady(RouteReason.PROVIDER_FAILED, "SO_MAX_MSG_SIZE 100 (at least 512)");
    assertEquals(0, provider.cleanedUp.getCount());
  }

  @Rules("SOC-2")
  @Test
  void refusesAProviderThatMakesNoHandle_SOC2() {
    provider.handlesPerSocket = 0;
    assertNotReady(RouteReason.PROVIDER_FAILED, "made 0 handles, not 1");
    assertTrue(provider.calls.contains("WSPCloseSocket"));
  }

  @Rules("SOC-2")
  @Test
  void refusesAProviderThatMakesTwoHandles_SOC2() {
    provider.handlesPerSocket = 2;
    assertNotReady(RouteReason.PROVIDER_FAILED, "made 2 handles, not 1");
  }

  @Test
  void refusesANameThatIsMissingOrMalformed() {
    set.add(provider, Map.of("service.id", 1L));
    set.add(new ScriptedProvider(), Map.of("service.id", 2L, SanServiceProvider.NAME, "A b"));
    assertTrue(provider.calls.isEmpty());
    for (ProviderStatus status : set.status()) {
      assertEquals(ProviderStatus.State.NOT_READY, status.state());
      assertTrue(status.detail().contains(SanServiceProvider.NAME), status.detail());
    }
  }

  @Rules("INI-5")
  @Test
  void goesOnWithoutAProviderThatHangsAndTakesItWhenItAnswers_INI5() throws InterruptedException {
    set = set(1, LONG);
    CountDownLatch answer = new CountDownLatch(1);
    provider.startup = upcalls -> {
      awaitQuietly(answer);
      return provider;
    };
    assertNotReady(RouteReason.PROVIDER_TIMED_OUT, "WSPStartupEx has not returned within 0 ms");
    answer.countDown();
    assertTrue(ran.await(30, TimeUnit.SECONDS));
    assertEquals(ProviderStatus.State.RUNNING, set.status().get(0).state());
  }

  @Rules("INI-7")
  @Test
  void cleansUpAProviderThatAnswersAfterItHasLeft_INI7() throws InterruptedException {
    set = set(1, LONG);
    CountDownLatch answer = new CountDownLatch(1);
    provider.startup = upcalls -> {
      awaitQuietly(answer);
      return provider;
    };
    add(provider);
    set.remove(provider, EndReason.PROVIDER_GONE);
    assertTrue(set.status().isEmpty());
    answer.countDown();
    assertTrue(provider.cleanedUp.await(30, TimeUnit.SECONDS));
    assertTrue(set.active().isEmpty());
  }

  @Rules("INI-7")
  @Test
  void endsWhatRunsOverAProviderBeforeCleanup_INI7() {
    add(provider);
    set.remove(provider, EndReason.PROVIDER_GONE);
    assertEquals(List.of("a PROVIDER_GONE active=0"), events);
    assertEquals("WSPCleanup", provider.calls.get(provider.calls.size() - 1));
    assertTrue(set.status().isEmpty());
  }

  @Rules("INI-7")
  @Test
  void givesUpAProviderThatHangsInCleanup_INI7() throws WsaException {
    set = set(LONG, 1);
    CountDownLatch answer = new CountDownLatch(1);
    provider.onCleanup = () -> awaitQuietly(answer);
    add(provider);
    StartedProvider started = set.active().get(0);
    SanSocket socket = started.socket(StandardProtocolFamily.INET);
    set.remove(provider, EndReason.PROVIDER_GONE);
    assertTrue(socket.handle().isClosed());
    assertTrue(set.status().isEmpty());
    answer.countDown();
  }

  @Rules("INI-5")
  @Test
  void prefersTheHigherRankingThenTheNewerService_INI5() {
    ScriptedProvider older = new ScriptedProvider();
    ScriptedProvider newer = new ScriptedProvider();
    ScriptedProvider higher = new ScriptedProvider();
    set.add(older, ScriptedProvider.properties("a", 0, 1));
    set.add(newer, ScriptedProvider.properties("a", 0, 2));
    assertActive(newer);
    set.add(higher, ScriptedProvider.properties("a", 5, 3));
    assertActive(higher);
    assertTrue(set.status().get(1).detail().contains("the name is taken"));
    set.update(older, ScriptedProvider.properties("a", 9, 1));
    assertActive(older);
    set.remove(older, EndReason.PROVIDER_GONE);
    assertActive(higher);
  }

  private void assertActive(ScriptedProvider expected) {
    assertEquals(1, set.active().size());
    assertEquals(expected, set.active().get(0).port().table());
  }

  @Test
  void ordersProvidersByRanking() {
    set.add(provider, ScriptedProvider.properties("low", 1, 1));
    set.add(new ScriptedProvider(), ScriptedProvider.properties("high", 2, 2));
    assertEquals(List.of("high", "low"),
        set.active().stream().map(StartedProvider::name).toList());
    assertEquals(List.of("high", "low"),
        set.status().stream().map(ProviderStatus::name).toList());
  }

  @Rules("INI-6")
  @Test
  void asksAgainWhenTheAddressesOfTheHostChange_INI6() {
    add(provider);
    int asked = asked();
    set.checkAddresses();
    assertEquals(asked, asked());
    host = new HostAddresses(Map.of(Hosts.LOCAL, 8));
    provider.addresses =
        List.of(ServedAddress.host(Hosts.LOCAL), ServedAddress.host(Hosts.LAN));
    set.checkAddresses();
    assertEquals(asked + 1, asked());
    assertEquals(List.of(ServedAddress.host(Hosts.LOCAL)), set.active().get(0).addresses());
  }

  private int asked() {
    return Collections.frequency(provider.calls, "SIO_ADDRESS_LIST_QUERY");
  }

  @Rules("INI-7")
  @Test
  void endsAllProvidersAndTakesNoneAfterwards_INI7() {
    add(provider);
    ScriptedProvider other = new ScriptedProvider();
    set.add(other, ScriptedProvider.properties("b", 0, 2));
    set.stop();
    assertEquals(0, provider.cleanedUp.getCount());
    assertEquals(0, other.cleanedUp.getCount());
    ScriptedProvider late = new ScriptedProvider();
    set.add(late, ScriptedProvider.properties("c", 0, 3));
    assertTrue(late.calls.isEmpty());
  }

  @Rules("SOC-2")
  @Test
  void closesASocketWhoseHandlesDoNotFit_SOC2() {
    add(provider);
    provider.handlesPerSocket = 0;
    StartedProvider started = set.active().get(0);
    WsaException e = assertThrows(WsaException.class,
        () -> started.socket(StandardProtocolFamily.INET));
    assertEquals(RouteReason.PROVIDER_FAILED, e.reason());
    assertEquals("WSPCloseSocket", provider.calls.get(provider.calls.size() - 1));
    assertFalse(set.active().isEmpty());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
