package org.sanswitch.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.provider.Hosts;
import org.sanswitch.impl.provider.ScriptedProvider;
import org.sanswitch.impl.session.ConnectAttempt;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

class ConnectTest {

  private final SwitchFixture fixture = new SwitchFixture();
  private final ScriptedProvider provider = fixture.add("a", 0);

  @AfterEach
  void stop() {
    fixture.close();
  }

  private ConnectAttempt connect() {
    return fixture.runtime.connect(SwitchFixture.REMOTE, SwitchFixture.BINDER,
        SwitchFixture.FOR_EVER);
  }

  private static ConnectAttempt.Outcome await(ConnectAttempt attempt) {
    ConnectAttempt.Outcome outcome = attempt.await(TimeUnit.SECONDS.toNanos(30));
    if (outcome == null) {
      throw new AssertionError("no outcome within 30 s");
    }
    return outcome;
  }

  private static Route tcp(ConnectAttempt attempt) {
    return assertInstanceOf(ConnectAttempt.UseTcp.class, await(attempt)).route();
  }

  private void passSanBound() {
    fixture.passMillis(2001);
  }

  @Rules({"CON-1", "SOC-1", "SOC-3"})
  @Test
  void connectsWithTheAddressOfItsTcpSocket_CON1_SOC3() throws InterruptedException {
    ConnectAttempt attempt = connect();
    ScriptedProvider.FakeSocket socket = provider.lastOpen();
    assertEquals(new InetSocketAddress(Hosts.LOCAL, 50_000), socket.local);
    assertEquals(SwitchFixture.REMOTE, socket.remote);
    socket.connected(WsaError.NO_ERROR, null);
    FakeSessions.Started session = fixture.sessions.next();
    assertEquals(Route.san("a"), session.route());
    SanStream stream = session.establish();
    assertSame(stream, assertInstanceOf(ConnectAttempt.Connected.class, await(attempt)).stream());
    attempt.cancel();
    assertNull(FakeSessions.reset(stream));
    assertEquals(1, fixture.runtime.ledger().counts().get(0).connected());
  }

  @Test
  void servesAVirtualThreadThatAwaits() throws Exception {
    ConnectAttempt attempt = connect();
    CompletableFuture<ConnectAttempt.Outcome> outcome = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> outcome.complete(await(attempt)));
    provider.lastOpen().connected(WsaError.NO_ERROR, null);
    fixture.sessions.next().establish();
    assertInstanceOf(ConnectAttempt.Connected.class, outcome.get(30, TimeUnit.SECONDS));
  }

  @Test
  void goesOnWhereNobodyAwaits() throws InterruptedException {
    connect();
    provider.lastOpen().connected(WsaError.NO_ERROR, null);
    assertEquals(SwitchFixture.REMOTE, fixture.sessions.next().remote());
  }

  @Test
  void tellsOnceWhoDoesNotAwait() throws Exception {
    ConnectAttempt attempt = connect();
    CompletableFuture<ConnectAttempt.Outcome> told = new CompletableFuture<>();
    attempt.whenEnded(() -> assertTrue(told.complete(attempt.await(0))));
    assertFalse(told.isDone());
    provider.lastOpen().connected(WsaError.NO_ERROR, null);
    SanStream stream = fixture.sessions.next().establish();
    assertSame(stream, assertInstanceOf(ConnectAttempt.Connected.class,
        told.get(30, TimeUnit.SECONDS))
      .stream());
    AtomicInteger late = new AtomicInteger();
    attempt.whenEnded(late::incrementAndGet);
    assertEquals(1, late.get());
  }

  @Test
  void tellsNothingAfterItWasCancelled() {
    ConnectAttempt attempt = connect();
    AtomicInteger told = new AtomicInteger();
    attempt.whenEnded(told::incrementAndGet);
    attempt.cancel();
    attempt.whenEnded(told::incrementAndGet);
    assertNull(attempt.await(0));
    assertEquals(0, told.get());
  }

  @Test
  void negotiatesInPlaceWhenTheProviderConnectsAtOnce() {
    fixture.sessions.establishAtOnce = true;
    provider.connect = socket -> WsaError.NO_ERROR;
    ConnectAttempt attempt = connect();
    assertInstanceOf(ConnectAttempt.Connected.class, attempt.await(0));
  }

  @Rules("SOC-5")
  @Test
  void usesTcpWhereNothingMatches() {
    ConnectAttempt attempt = fixture.runtime.connect(
        new InetSocketAddress(Hosts.address("192.0.2.1"), 1), SwitchFixture.BINDER, 1);
    assertEquals(RouteReason.NOT_IN_SUBNET, tcp(attempt).reason());
  }

  @Rules("CON-2")
  @ParameterizedTest
  @EnumSource(value = WsaError.class, names = {"WSAECONNREFUSED", "WSAECONNRESET"})
  void refusalsAreFinal_CON2(WsaError error) {
    ConnectAttempt attempt = connect();
    provider.lastOpen().connected(error, null);
    assertEquals("Connection refused",
        assertInstanceOf(ConnectAttempt.Failed.class, await(attempt)).message());
    assertTrue(provider.sockets.stream().allMatch(socket -> socket.closed));
  }

  @Rules("CON-2")
  @Test
  void anUnreachableHostIsFinal_CON2() {
    provider.connect = socket -> {
      throw new WsaException(WsaError.WSAEHOSTUNREACH, "scripted");
    };
    assertEquals("No route to host",
        assertInstanceOf(ConnectAttempt.Failed.class, await(connect())).message());
  }

  @Rules("CON-5")
  @Test
  void aRefusalByThePeersSwitchIsFinal_CON5() throws InterruptedException {
    provider.connect = socket -> WsaError.NO_ERROR;
    ConnectAttempt attempt = connect();
    fixture.sessions.next().listener().failed(RouteReason.PROVIDER_FAILED, "no", true);
    assertInstanceOf(ConnectAttempt.Failed.class, await(attempt));
  }

  @Rules("CON-2")
  @Test
  void otherFailuresUseTcpAndAreRememberedForAWhile_CON2_CON3() {
    ConnectAttempt attempt = connect();
    provider.lastOpen()
      .connected(WsaError.WSAETIMEDOUT,
          new WsaException(WsaError.WSAETIMEDOUT, RouteReason.OTHER_USER, "uid 7", null));
    assertEquals(RouteReason.OTHER_USER, tcp(attempt).reason());
    assertNull(provider.lastOpenOrNull());
    assertEquals(RouteReason.RECENTLY_FAILED, tcp(connect()).reason());
    fixture.passMillis(2000);
    ConnectAttempt again = connect();
    provider.lastOpen().connected(WsaError.WSAETIMEDOUT, null);
    assertEquals(RouteReason.PEER_HAS_NO_SWITCH, tcp(again).reason());
  }

  /** A client that tries until its server is there finds the server's switch. */
  @Rules("CON-3")
  @Test
  void aPeerWithoutASwitchIsRememberedWhenTcpHasReachedIt_CON3() {
    ConnectAttempt attempt = connect();
    provider.lastOpen().connected(WsaError.WSAETIMEDOUT, null);
    Route route = tcp(attempt);
    assertEquals(RouteReason.PEER_HAS_NO_SWITCH, route.reason());
    attempt = connect();
    provider.lastOpen().connected(WsaError.WSAETIMEDOUT, null);
    assertEquals(RouteReason.PEER_HAS_NO_SWITCH, tcp(attempt).reason());
    fixture.runtime.countTcp(route, false, null, SwitchFixture.REMOTE);
    assertEquals(RouteReason.RECENTLY_FAILED, tcp(connect()).reason());
  }

  @Rules("SOC-4")
  @Test
  void aFailureToSetUpUsesTcpAndIsNotHeldAgainstThePeer_SOC4() {
    provider.bind = socket -> {
      throw new WsaException(WsaError.WSAEADDRNOTAVAIL, "scripted");
    };
    assertEquals(RouteReason.PROVIDER_FAILED, tcp(connect()).reason());
    assertTrue(provider.sockets.stream().allMatch(socket -> socket.closed));
    provider.bind = socket -> null;
    connect();
    assertTrue(provider.calls.contains("WSPConnect"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"socket", "bind", "connect"})
  void survivesAProviderThatThrowsWhatItMustNot(String function) {
    RuntimeException scripted = new IllegalStateException("scripted");
    switch (function) {
      case "socket" -> provider.onSocket = () -> {
        throw scripted;
      };
      case "bind" -> provider.bind = socket -> {
        throw scripted;
      };
      default -> provider.connect = socket -> {
        throw scripted;
      };
    }
    Route route = tcp(connect());
    assertEquals(RouteReason.PROVIDER_FAILED, route.reason());
    assertTrue(route.detail().contains("scripted"), route.detail());
  }

  @Rules("CON-2")
  @Test
  void triesTheNextProviderThenTcp_CON2() throws Exception {
    ScriptedProvider second = fixture.add("b", -1);
    CompletableFuture<ScriptedProvider.FakeSocket> asked = new CompletableFuture<>();
    second.connect = socket -> {
      asked.complete(socket);
      return WsaError.WSAEWOULDBLOCK;
    };
    ConnectAttempt attempt = connect();
    provider.lastOpen().connected(WsaError.WSAENETDOWN, null);
    // Nobody awaits: a thread of the switch goes on to the next provider.
    asked.get(30, TimeUnit.SECONDS).connected(WsaError.WSAETIMEDOUT, null);
    Route route = tcp(attempt);
    assertEquals(RouteReason.PEER_HAS_NO_SWITCH, route.reason());
    assertTrue(route.detail().startsWith("b: "), route.detail());
  }

  @Test
  void theSanAttemptIsBounded() {
    ConnectAttempt attempt = connect();
    passSanBound();
    Route route = tcp(attempt);
    assertEquals(RouteReason.PROVIDER_TIMED_OUT, route.reason());
    assertEquals("a: no answer within 2000 ms", route.detail());
    assertTrue(provider.sockets.stream().allMatch(socket -> socket.closed));
  }

  @Test
  void theNegotiationIsPartOfTheBoundAndALateSessionIsReset() throws InterruptedException {
    provider.connect = socket -> WsaError.NO_ERROR;
    ConnectAttempt attempt = connect();
    passSanBound();
    assertEquals(RouteReason.PROVIDER_TIMED_OUT, tcp(attempt).reason());
    assertEquals(EndReason.CANCELLED, FakeSessions.reset(fixture.sessions.next().establish()));
  }

  @Test
  void leavesHalfOfAShortTimeoutToTcp() {
    ConnectAttempt attempt = fixture.runtime.connect(SwitchFixture.REMOTE, SwitchFixture.BINDER,
        TimeUnit.MILLISECONDS.toNanos(100));
    fixture.passMillis(50);
    assertEquals("a: no answer within 50 ms", tcp(attempt).detail());
  }

  @Rules("CON-5")
  @Test
  void triesAFullBacklogAgainUntilThereIsRoom_CON5() {
    AtomicInteger tries = new AtomicInteger();
    fixture.sessions.establishAtOnce = true;
    provider.connect = socket -> {
      if (tries.incrementAndGet() <= 5) {
        throw new WsaException(WsaError.WSAENOBUFS, "backlog of 1 is full");
      }
      return WsaError.NO_ERROR;
    };
    ConnectAttempt attempt = connect();
    CompletableFuture<ConnectAttempt.Outcome> outcome = new CompletableFuture<>();
    Thread.ofPlatform().start(() -> outcome.complete(await(attempt)));
    for (int i = 0; i < 1000 && !outcome.isDone(); i++) {
      fixture.passMillis(10);
      outcome.copy().completeOnTimeout(null, 10, TimeUnit.MILLISECONDS).join();
    }
    assertInstanceOf(ConnectAttempt.Connected.class, outcome.join());
    assertEquals(6, tries.get());
    assertEquals(1, provider.sockets.stream().filter(socket -> !socket.closed).count());
  }

  @Rules("CON-5")
  @Test
  void aFullBacklogIsNotTriedForEver_CON5() {
    provider.connect = socket -> {
      throw new WsaException(WsaError.WSAENOBUFS, "backlog of 1 is full");
    };
    ConnectAttempt attempt = connect();
    assertNull(attempt.await(0));
    fixture.passMillis(127_000);
    assertEquals("Connection timed out",
        assertInstanceOf(ConnectAttempt.Failed.class, await(attempt)).message());
  }

  @Rules("BLK-3")
  @Test
  void cancelClosesTheSocketWhileConnecting_BLK3() {
    ConnectAttempt attempt = connect();
    ScriptedProvider.FakeSocket socket = provider.lastOpen();
    attempt.cancel();
    attempt.cancel();
    assertTrue(socket.closed);
    assertNull(attempt.await(SwitchFixture.FOR_EVER));
  }

  @Rules("BLK-3")
  @Test
  void cancelClosesTheSocketWhileNegotiating_BLK3() throws InterruptedException {
    provider.connect = socket -> WsaError.NO_ERROR;
    ConnectAttempt attempt = connect();
    ScriptedProvider.FakeSocket socket = provider.lastOpen();
    attempt.cancel();
    assertTrue(socket.closed);
    assertEquals(EndReason.CANCELLED, FakeSessions.reset(fixture.sessions.next().establish()));
  }

  @Rules("BLK-3")
  @Test
  void cancelResetsAStreamThatNobodyHasTaken_BLK3() throws InterruptedException {
    provider.connect = socket -> WsaError.NO_ERROR;
    ConnectAttempt attempt = connect();
    SanStream stream = fixture.sessions.next().establish();
    attempt.cancel();
    assertNull(attempt.await(0));
    assertEquals(EndReason.CANCELLED, FakeSessions.awaitReset(stream));
  }

  @Rules("BLK-3")
  @Test
  void cancelInTheMiddleOfAStepLeavesNothingOpen_BLK3() throws Exception {
    CompletableFuture<ConnectAttempt> made = new CompletableFuture<>();
    CompletableFuture<Void> cancelled = new CompletableFuture<>();
    ScriptedProvider second = new ScriptedProvider();
    second.connect = socket -> {
      made.join().cancel();
      cancelled.complete(null);
      return WsaError.WSAEWOULDBLOCK;
    };
    fixture.add(second, "b", -1);
    ConnectAttempt attempt = connect();
    made.complete(attempt);
    provider.lastOpen().connected(WsaError.WSAENETDOWN, null);
    assertNull(attempt.await(SwitchFixture.FOR_EVER));
    // It is over before the thread that cancels has closed what is open.
    cancelled.get(30, TimeUnit.SECONDS);
    assertTrue(second.sockets.stream().allMatch(socket -> socket.closed));
  }

  @Rules("BLK-3")
  @Test
  void cancelWhileABacklogIsFullTriesNoMore_BLK3() {
    provider.connect = socket -> {
      throw new WsaException(WsaError.WSAENOBUFS, "full");
    };
    ConnectAttempt attempt = connect();
    int tries = provider.sockets.size();
    attempt.cancel();
    passSanBound();
    assertNull(attempt.await(SwitchFixture.FOR_EVER));
    assertEquals(tries, provider.sockets.size());
  }

  @Rules("BLK-10")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptEndsTheAwaitAndStaysSet_BLK10(boolean virtual) throws Exception {
    ConnectAttempt attempt = connect();
    CompletableFuture<Boolean> status = new CompletableFuture<>();
    Runnable body = () -> {
      ConnectAttempt.Outcome outcome = attempt.await(SwitchFixture.FOR_EVER);
      status.complete(outcome == null && Thread.currentThread().isInterrupted());
    };
    Thread waiter = virtual ? Thread.ofVirtual().start(body) : Thread.ofPlatform().start(body);
    waiter.interrupt();
    assertTrue(status.get(30, TimeUnit.SECONDS));
    provider.lastOpen().connected(WsaError.NO_ERROR, null);
    fixture.sessions.next().establish();
    assertInstanceOf(ConnectAttempt.Connected.class, await(attempt));
  }

  @Rules("BLK-2")
  @Test
  void awaitEndsWithoutAnOutcomeWhenItsTimeIsOver() {
    ConnectAttempt attempt = connect();
    assertNull(attempt.await(0));
    assertFalse(provider.lastOpen().closed);
  }

  @Rules("SOC-1")
  @Test
  void usesTcpWhenTheTcpSocketCannotBeBound_SOC1() {
    ConnectAttempt attempt = fixture.runtime.connect(SwitchFixture.REMOTE, local -> {
      throw new IOException("scripted");
    }, SwitchFixture.FOR_EVER);
    assertTrue(tcp(attempt).detail().contains("scripted"));
    assertFalse(provider.calls.contains("WSPConnect"));
  }

  @Rules("INI-7")
  @Test
  void aProviderThatLeavesGivesItsAttemptsBack_INI7() {
    ConnectAttempt attempt = connect();
    fixture.runtime.removeProvider(provider);
    assertEquals(RouteReason.PROVIDER_GONE, tcp(attempt).reason());
    assertEquals(List.of("a PROVIDER_GONE"), fixture.sessions.ended);
  }

  @Test
  void theSwitchThatStopsSendsAttemptsToTcp() {
    ConnectAttempt attempt = connect();
    fixture.runtime.stop();
    assertEquals(RouteReason.SWITCH_STOPPED, tcp(attempt).reason());
    assertEquals(RouteReason.SWITCH_STOPPED, tcp(connect()).reason());
    assertEquals(0, provider.cleanedUp.getCount());
    assertEquals(RouteReason.SWITCH_STOPPED,
        fixture.runtime.explain(SwitchFixture.REMOTE).reason());
  }

  @Test
  void tellsTheRouteWithoutConnecting() {
    assertEquals(Route.san("a"), fixture.runtime.explain(SwitchFixture.REMOTE));
    assertFalse(provider.calls.contains("WSPConnect"));
  }

  /** No thread of the provider or of the switch has to wake for the answer. */
  @Rules({"CON-1", "SES-2"})
  @Test
  void theThreadThatAwaitsTakesTheAnswerToTheNegotiationItself() {
    provider.connect = socket -> WsaError.NO_ERROR;
    ConnectAttempt attempt = connect();
    List<Thread> lookers = new CopyOnWriteArrayList<>();
    provider.onLook = nanos -> {
      FakeSessions.Started session = fixture.sessions.started.poll();
      if (session != null) {
        lookers.add(Thread.currentThread());
        session.establish();
      }
    };
    assertInstanceOf(ConnectAttempt.Connected.class, await(attempt));
    assertEquals(List.of(Thread.currentThread()), lookers);
  }

  @Rules("CON-1")
  @Test
  void theProviderHasToTellByItselfWhereNobodyAwaits() {
    provider.connect = socket -> WsaError.NO_ERROR;
    List<Long> looks = new CopyOnWriteArrayList<>();
    provider.onLook = looks::add;
    ConnectAttempt attempt = connect();
    assertEquals(List.of(WspProcedureTable.NOTIFY), looks);
    assertNull(attempt.await(0));
    assertEquals(List.of(WspProcedureTable.NOTIFY, WspProcedureTable.NOTIFY), looks);
    attempt.cancel();
    assertNull(attempt.await(0));
    assertEquals(2, looks.size());
  }

  /** A virtual thread must not block in a provider: carriers are few. */
  @Rules("CON-1")
  @Test
  void aVirtualThreadHasTheProviderTellAndParks() throws Exception {
    provider.connect = socket -> WsaError.NO_ERROR;
    ConnectAttempt attempt = connect();
    FakeSessions.Started session = fixture.sessions.next();
    List<Long> looks = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> told = new CompletableFuture<>();
    provider.onLook = nanos -> {
      looks.add(nanos);
      told.complete(null);
    };
    CompletableFuture<ConnectAttempt.Outcome> outcome = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> outcome.complete(await(attempt)));
    told.get(30, TimeUnit.SECONDS);
    SanStream stream = session.establish();
    assertEquals(new ConnectAttempt.Connected(stream), outcome.get(30, TimeUnit.SECONDS));
    assertTrue(looks.stream().allMatch(nanos -> nanos == WspProcedureTable.NOTIFY),
        looks.toString());
  }

  /** It may come back early without cause, but is not called for ever. */
  @Rules("CON-1")
  @Test
  void doesNotGoOnToWaitInAProviderThatComesBackForNothing() throws Exception {
    provider.connect = socket -> WsaError.NO_ERROR;
    ConnectAttempt attempt = connect();
    FakeSessions.Started session = fixture.sessions.next();
    AtomicInteger waits = new AtomicInteger();
    CompletableFuture<Void> parks = new CompletableFuture<>();
    provider.onLook = nanos -> {
      if (nanos == WspProcedureTable.NOTIFY) {
        parks.complete(null);
      } else if (nanos > WspProcedureTable.POLL) {
        waits.incrementAndGet();
      }
    };
    CompletableFuture<ConnectAttempt.Outcome> outcome = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> outcome.complete(await(attempt)));
    parks.get(30, TimeUnit.SECONDS);
    SanStream stream = session.establish();
    assertEquals(new ConnectAttempt.Connected(stream), outcome.get(30, TimeUnit.SECONDS));
    assertEquals(16, waits.get());
  }

  @Test
  void aProviderThatThrowsWhenItIsLookedAtIsGivenUp() {
    provider.connect = socket -> WsaError.NO_ERROR;
    ConnectAttempt attempt = connect();
    provider.onLook = nanos -> {
      throw new IllegalStateException("scripted");
    };
    assertEquals(RouteReason.PROVIDER_FAILED, tcp(attempt).reason());
  }
}
