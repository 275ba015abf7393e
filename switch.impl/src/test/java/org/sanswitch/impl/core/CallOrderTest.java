package org.sanswitch.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sanswitch.impl.provider.ScriptedProvider;
import org.sanswitch.impl.session.CompanionListener;
import org.sanswitch.impl.session.ConnectAttempt;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.WsaError;

/** What the switch asks of a provider, call by call. */
class CallOrderTest {

  private static final InetSocketAddress WILDCARD = new InetSocketAddress("0.0.0.0", 80);

  private final SwitchFixture fixture = new SwitchFixture();
  private final ScriptedProvider provider = fixture.add("a", 0);
  private final int before = provider.calls.size();

  @AfterEach
  void stop() {
    fixture.close();
  }

  /** The calls so far. A copy: other threads go on calling, and a view would fail for it. */
  private List<String> calls() {
    return provider.calls.stream().skip(before).toList();
  }

  private ConnectAttempt connect() {
    return fixture.runtime.connect(SwitchFixture.REMOTE, SwitchFixture.BINDER,
        SwitchFixture.FOR_EVER);
  }

  private static SanStream connected(ConnectAttempt attempt) {
    return assertInstanceOf(ConnectAttempt.Connected.class,
        attempt.await(TimeUnit.SECONDS.toNanos(30)))
      .stream();
  }

  @Rules({"BLK-2", "CON-1"})
  @Test
  void aConnectIsStartedWithoutWaitingAndItsResultIsReadAfterTheEvent() {
    fixture.sessions.establishAtOnce = true;
    ConnectAttempt attempt = connect();
    assertEquals(
        List.of("WSPSocket", "WSPBind", "WSPEventSelect [FD_CONNECT]", "WSPConnect"), calls());
    assertNull(attempt.await(0));
    assertEquals(4, calls().size());
    provider.lastOpen().connected(WsaError.NO_ERROR, null);
    connected(attempt);
    assertEquals(List.of("WSPEnumNetworkEvents"), calls().stream().skip(4).toList());
  }

  @Rules("CON-4")
  @Test
  void whatIsEstablishedOverTheSanStaysThere() throws InterruptedException {
    provider.connect = socket -> WsaError.NO_ERROR;
    ConnectAttempt attempt = connect();
    SanStream stream = fixture.sessions.next().establish();
    fixture.passMillis(200_000);
    assertSame(stream, connected(attempt));
    fixture.runtime.removeProvider(provider);
    fixture.runtime.stop();
    assertSame(stream, connected(attempt));
    assertNull(FakeSessions.reset(stream));
  }

  @Rules({"LIS-1", "SOC-3"})
  @Test
  void aCompanionAcceptsAfterTheEventOnly() throws InterruptedException {
    fixture.runtime.listen(WILDCARD, 5, () -> {
    });
    assertEquals(
        List.of("WSPSocket", "WSPBind", "WSPEventSelect [FD_ACCEPT]", "WSPListen"), calls());
    ScriptedProvider.FakeSocket companion = provider.listening().get(0);
    assertEquals(WILDCARD, companion.local);
    companion.request(SwitchFixture.CLIENT);
    fixture.sessions.next();
    assertEquals(List.of("WSPEnumNetworkEvents", "WSPAccept"), calls().subList(4, 6));
  }

  @Rules({"OPT-1", "OPT-2"})
  @Test
  void noProviderIsAskedForOptionsOrNamesOfASocket() throws InterruptedException {
    CompanionListener listener = fixture.runtime.listen(WILDCARD, 5, () -> {
    });
    provider.listening().get(0).request(SwitchFixture.CLIENT);
    FakeSessions.Started accepted = fixture.sessions.next();
    assertEquals(SwitchFixture.LISTENER, accepted.local());
    assertEquals(SwitchFixture.CLIENT, accepted.remote());
    provider.connect = socket -> WsaError.NO_ERROR;
    connect();
    FakeSessions.Started connecting = fixture.sessions.next();
    assertEquals(SwitchFixture.REMOTE, connecting.remote());
    assertEquals(provider.lastOpen().local, connecting.local());
    listener.close();
    assertTrue(calls().stream().noneMatch(call -> call.contains("SockOpt")), calls().toString());
  }
}
