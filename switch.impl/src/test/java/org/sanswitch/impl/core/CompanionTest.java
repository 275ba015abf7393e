package org.sanswitch.impl.core;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.ListenerStatus;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.RuleSyntaxException;
import org.sanswitch.impl.provider.ScriptedProvider;
import org.sanswitch.impl.session.CompanionListener;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.impl.session.Sessions;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

class CompanionTest {

  private static final InetSocketAddress WILDCARD = new InetSocketAddress("0.0.0.0", 80);

  private final SwitchFixture fixture = new SwitchFixture();
  private final Semaphore arrivals = new Semaphore(0);

  @AfterEach
  void stop() {
    fixture.close();
  }

  private CompanionListener listen(int backlog) {
    return fixture.runtime.listen(WILDCARD, backlog, arrivals::release);
  }

  private static ScriptedProvider.FakeSocket listening(ScriptedProvider provider) {
    assertEquals(1, provider.listening().size());
    return provider.listening().get(0);
  }

  private ListenerStatus status() {
    return new SwitchStatus(fixture.runtime).listeners().get(0);
  }

  private SanStream arrive() throws InterruptedException {
    SanStream stream = fixture.sessions.next().establish();
    assertTrue(arrivals.tryAcquire(30, TimeUnit.SECONDS));
    return stream;
  }

  @Rules({"LIS-3", "ACC-2", "OPT-2"})
  @Test
  void acceptsAndNegotiatesByItself_LIS3() throws InterruptedException {
    ScriptedProvider provider = fixture.add("a", 0);
    CompanionListener listener = listen(5);
    assertEquals(WILDCARD, listening(provider).local);
    assertTrue(listening(provider).request(SwitchFixture.CLIENT));
    FakeSessions.Started session = fixture.sessions.next();
    assertEquals(Sessions.Role.ACCEPTING, session.role());
    assertEquals(SwitchFixture.LISTENER, session.local());
    assertEquals(SwitchFixture.CLIENT, session.remote());
    assertFalse(listener.isReady());
    SanStream stream = session.establish();
    assertTrue(arrivals.tryAcquire(30, TimeUnit.SECONDS));
    assertTrue(listener.isReady());
    assertSame(stream, listener.poll());
    assertNull(listener.poll());
    assertEquals(1, fixture.runtime.ledger().counts().get(0).accepted());
  }

  @Rules("LIS-3")
  @Test
  void handsSessionsOutInOrderOfArrival_LIS3() throws InterruptedException {
    ScriptedProvider a = fixture.add("a", 0);
    ScriptedProvider b = fixture.add("b", 1);
    CompanionListener listener = listen(5);
    listening(a).request(SwitchFixture.CLIENT);
    SanStream first = arrive();
    listening(b).request(SwitchFixture.CLIENT);
    SanStream second = arrive();
    assertSame(first, listener.poll());
    assertSame(second, listener.poll());
  }

  @Rules({"LIS-3", "ACC-1"})
  @Test
  void acceptsOneConnectionInAThreadOfTheProviderThatMayCallDown() throws InterruptedException {
    ScriptedProvider provider = fixture.add("a", 0);
    listen(5);
    List<Thread> threads = new CopyOnWriteArrayList<>();
    fixture.sessions.onStart = () -> threads.add(Thread.currentThread());
    assertTrue(listening(provider).requestFree(SwitchFixture.CLIENT));
    assertEquals(List.of(Thread.currentThread()), threads);
    assertEquals(SwitchFixture.CLIENT, fixture.sessions.next().remote());
  }

  /** Other sockets need the thread of the provider. */
  @Rules("LIS-3")
  @Test
  void acceptsNoSecondConnectionThereWhileTheFirstNegotiates() throws InterruptedException {
    ScriptedProvider provider = fixture.add("a", 0);
    listen(5);
    List<Thread> threads = new CopyOnWriteArrayList<>();
    fixture.sessions.onStart = () -> threads.add(Thread.currentThread());
    assertTrue(listening(provider).requestFree(SwitchFixture.CLIENT));
    FakeSessions.Started first = fixture.sessions.next();
    assertTrue(listening(provider).requestFree(SwitchFixture.CLIENT));
    fixture.sessions.next();
    assertEquals(1, threads.stream().filter(Thread.currentThread()::equals).count());
    first.establish();
  }

  @Rules("LIS-3")
  @Test
  void acceptsTheNextConnectionThereOnceTheFirstIsEstablished() throws InterruptedException {
    ScriptedProvider provider = fixture.add("a", 0);
    listen(5);
    List<Thread> threads = new CopyOnWriteArrayList<>();
    fixture.sessions.onStart = () -> threads.add(Thread.currentThread());
    for (int i = 0; i < 3; i++) {
      assertTrue(listening(provider).requestFree(SwitchFixture.CLIENT));
      assertEquals(i + 1, threads.stream().filter(Thread.currentThread()::equals).count());
      fixture.sessions.next().establish();
    }
  }

  @Rules("LIS-3")
  @Test
  void leavesACrowdToTheThreadsOfTheSwitch() throws InterruptedException {
    ScriptedProvider provider = fixture.add("a", 0);
    listen(50);
    List<Thread> threads = new CopyOnWriteArrayList<>();
    fixture.sessions.onStart = () -> threads.add(Thread.currentThread());
    for (int i = 0; i < 20; i++) {
      assertTrue(listening(provider).queue(SwitchFixture.CLIENT));
    }
    assertTrue(listening(provider).requestFree(SwitchFixture.CLIENT));
    for (int i = 0; i < 21; i++) {
      fixture.sessions.next();
    }
    assertEquals(1, threads.stream().filter(Thread.currentThread()::equals).count());
  }

  /** CON-2: who gave the SAN up comes by TCP/IP, and must not be accepted twice. */
  @Rules("CON-2")
  @Test
  void dropsASessionThatThePeerGaveUpBeforeItWasTaken() throws InterruptedException {
    InetSocketAddress quitter = new InetSocketAddress(SwitchFixture.CLIENT.getAddress(), 40_099);
    ScriptedProvider provider = fixture.add("a", 0);
    CompanionListener listener = listen(5);
    listening(provider).request(quitter);
    SanStream gone = arrive();
    listening(provider).request(SwitchFixture.CLIENT);
    SanStream second = arrive();
    FakeSessions.GIVEN_UP.add(quitter);
    try {
      assertSame(second, listener.poll());
      assertEquals(EndReason.LISTENER_CLOSED, FakeSessions.awaitReset(gone));
    } finally {
      FakeSessions.GIVEN_UP.remove(quitter);
    }
  }

  @Rules("LIS-3")
  @Test
  void letsTheProvidersBacklogFillWhenItsOwnIsFull_LIS2_CON5() throws InterruptedException {
    ScriptedProvider provider = fixture.add("a", 0);
    CompanionListener listener = listen(2);
    ScriptedProvider.FakeSocket companion = listening(provider);
    companion.request(SwitchFixture.CLIENT);
    SanStream first = arrive();
    companion.request(SwitchFixture.CLIENT);
    FakeSessions.Started negotiating = fixture.sessions.next();
    assertTrue(companion.request(SwitchFixture.CLIENT));
    assertTrue(companion.request(SwitchFixture.CLIENT));
    assertFalse(companion.request(SwitchFixture.CLIENT));
    assertSame(first, listener.poll());
    assertNotNull(fixture.sessions.next());
    negotiating.listener().failed(RouteReason.VERSION, "1 is not 2", false);
    assertNotNull(fixture.sessions.next());
    assertTrue(fixture.sessions.started.isEmpty());
  }

  @Rules("INI-5")
  @Test
  void giveAProviderThatComesLaterACompanion_INI5() {
    listen(5);
    assertEquals(List.of(), status().companions());
    assertEquals(List.of(RouteReason.NO_PROVIDER.text()), status().reasons());
    ScriptedProvider late = fixture.add("late", 0);
    assertEquals(5, listening(late).backlog);
    assertEquals(List.of("late"), status().companions());
    assertEquals(List.of(), status().reasons());
  }

  @Rules("INI-5")
  @Test
  void takesTheCompanionFromAProviderThatLeaves_INI5() {
    ScriptedProvider provider = fixture.add("a", 0);
    listen(5);
    ScriptedProvider.FakeSocket companion = listening(provider);
    fixture.runtime.removeProvider(provider);
    assertTrue(companion.closed);
    assertEquals(List.of(), status().companions());
    assertTrue(provider.calls.indexOf("WSPCloseSocket") < provider.calls.indexOf("WSPCleanup"));
  }

  @Rules({"LIS-3", "LIS-4", "ACC-2"})
  @Test
  void closesCompanionsAndResetsWhatWasNotTaken_LIS3() throws InterruptedException {
    ScriptedProvider provider = fixture.add("a", 0);
    CompanionListener listener = listen(5);
    ScriptedProvider.FakeSocket companion = listening(provider);
    companion.request(SwitchFixture.CLIENT);
    final SanStream waiting = arrive();
    companion.request(SwitchFixture.CLIENT);
    FakeSessions.Started negotiating = fixture.sessions.next();
    listener.close();
    listener.close();
    assertTrue(companion.closed);
    assertEquals(EndReason.LISTENER_CLOSED, FakeSessions.reset(waiting));
    assertEquals(EndReason.LISTENER_CLOSED, FakeSessions.reset(negotiating.establish()));
    assertNull(listener.poll());
    assertEquals(List.of(), new SwitchStatus(fixture.runtime).listeners());
    fixture.add("late", 0);
    assertTrue(provider.listening().isEmpty());
  }

  /** A refusal is final for the peer, and the TCP/IP listener may stay where a provider leaves. */
  @Rules("CON-3")
  @Test
  void refusesNobodyForGoodWhoComesWhileACompanionIsClosed() throws InterruptedException {
    ScriptedProvider provider = fixture.add("a", 0);
    listen(5);
    ScriptedProvider.FakeSocket companion = listening(provider);
    provider.decide = socket -> {
      assertDoesNotThrow(
          () -> new SwitchStatus(fixture.runtime).setRules("use tcp listen *:80"));
      return null;
    };
    companion.request(SwitchFixture.CLIENT);
    assertEquals(SwitchFixture.CLIENT, fixture.sessions.next().remote());
    assertTrue(companion.closed);
  }

  @Rules({"LIS-4", "SOC-4"})
  @Test
  void tellsWhyAProviderDoesNotListen_LIS4() {
    ScriptedProvider provider = new ScriptedProvider();
    provider.listen = socket -> {
      throw new WsaException(WsaError.WSAEACCES, RouteReason.LISTENER_AMBIGUOUS, "2 listeners",
          null);
    };
    fixture.add(provider, "a", 0);
    listen(5);
    assertTrue(status().reasons()
      .get(0)
      .startsWith("a: " + RouteReason.LISTENER_AMBIGUOUS.text()), status().toString());
    assertTrue(provider.sockets.stream().allMatch(socket -> socket.closed));
  }

  @Rules("LIS-1")
  @Test
  void obeysRulesThatChangeWhileItListens_LIS1() throws RuleSyntaxException {
    ScriptedProvider provider = fixture.add("a", 0);
    SwitchStatus operator = new SwitchStatus(fixture.runtime);
    listen(5);
    listening(provider);
    operator.setRules("use tcp listen *:80");
    assertTrue(provider.listening().isEmpty());
    assertEquals(List.of("a: " + RouteReason.RULE.text()), status().reasons());
    operator.setRules("use a listen *:80");
    listening(provider);
    assertEquals("use a listen *:80", operator.rules());
  }

  @Rules("LIS-1")
  @Test
  void listensInTheOtherFamilyWhereTheProviderHasOneOnly_LIS1() {
    ScriptedProvider provider = new ScriptedProvider();
    provider.bind = socket -> {
      if (!socket.local.getAddress().equals(WILDCARD.getAddress())) {
        throw new WsaException(WsaError.WSAEAFNOSUPPORT, "IPv4 only");
      }
      return null;
    };
    fixture.add(provider, "a", 0);
    fixture.runtime.listen(new InetSocketAddress("::", 80), 5, arrivals::release);
    assertEquals(WILDCARD, listening(provider).local);
  }

  @Rules("INI-7")
  @Test
  void hasNoCompanionsOnceTheSwitchIsStopped() {
    ScriptedProvider provider = fixture.add("a", 0);
    CompanionListener before = listen(5);
    ScriptedProvider.FakeSocket companion = listening(provider);
    fixture.runtime.stop();
    assertTrue(companion.closed);
    assertNull(before.poll());
    assertNull(listen(5).poll());
    assertEquals(0, provider.cleanedUp.getCount());
    assertEquals(List.of("a SWITCH_STOPPED"), fixture.sessions.ended);
  }

  @Test
  void showsListenersThatHaveNoCompanionsAtAll() throws Exception {
    AutoCloseable listener = fixture.runtime.listenWithout(WILDCARD,
        Route.tcp(RouteReason.PORT_SHARED, ""));
    assertEquals(List.of(RouteReason.PORT_SHARED.text()), status().reasons());
    listener.close();
    assertEquals(List.of(), new SwitchStatus(fixture.runtime).listeners());
  }

  /** The reason of an accepted connection says whether the peer or this side had no SAN. */
  @Test
  void acceptedOverTcpForWantOfAProviderIsCountedAsSuch() {
    Route byPeer = Route.tcp(RouteReason.PEER_HAS_NO_SWITCH, "the peer came by TCP/IP");
    fixture.runtime.countTcp(byPeer, true, null, null).close();
    fixture.add("a", 0);
    fixture.runtime.countTcp(byPeer, true, null, null).close();
    assertEquals(
        List.of("NO_PROVIDER 1", "PEER_HAS_NO_SWITCH 1"),
        new SwitchStatus(fixture.runtime)
          .routeCounts()
          .stream()
          .map(row -> row.reason() + " " + row.accepted())
          .sorted()
          .toList());
  }
}
