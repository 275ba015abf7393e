package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.provider.hal.HalFixture.Event;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ConditionFunction.Decision;
import org.sanswitch.spi.NetworkEvent.Kind;
import org.sanswitch.spi.NetworkEvent.Record;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** LIS-1, LIS-2, ACC-1, CON-1 to CON-5. */
class ListenTest {

  private final int port = HalFixture.freePort();
  private final Event requested = new Event();
  private final Event connected = new Event();
  private HalFixture fixture;

  @BeforeEach
  void start() throws WsaException {
    fixture = new HalFixture();
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  private Record awaitConnectResult(SocketDescriptor client) throws Exception {
    connected.await();
    return fixture.table.wspEnumNetworkEvents(client);
  }

  /** LIS-1, ACC-1, CON-1. */
  @Rules("ACC-1")
  @Test
  void connectsTwoSocketsWithEventsAtBothEnds() throws Exception {
    SocketDescriptor listener = fixture.listener(port, 5, requested);
    SocketDescriptor client = fixture.connecting(port, connected);
    requested.await();
    assertEquals(Map.of(Kind.FD_ACCEPT, WsaError.NO_ERROR),
        fixture.table.wspEnumNetworkEvents(listener).errors());
    assertEquals(Record.NONE, fixture.table.wspEnumNetworkEvents(listener));
    SocketDescriptor server = fixture.accept(listener);
    assertEquals(Map.of(Kind.FD_CONNECT, WsaError.NO_ERROR), awaitConnectResult(client).errors());
    assertEquals(4, fixture.upcalls.handles.size() + 1);
    assertSame(server, fixture.upcalls.handleOf(server).context);
  }

  /** ACC-1. */
  @Rules("ACC-1")
  @Test
  void asksTheConditionFunctionInTheCallingThreadBeforeThePeerIsTold() throws Exception {
    SocketDescriptor listener = fixture.listener(port, 5, requested);
    SocketDescriptor client = fixture.connecting(port, connected);
    requested.await();
    int handles = fixture.upcalls.handles.size();
    List<Thread> threads = new ArrayList<>();
    fixture.table.wspAccept(listener, (local, remote) -> {
      threads.add(Thread.currentThread());
      assertEquals(port, local.getPort());
      assertEquals(handles, fixture.upcalls.handles.size());
      assertEquals(0, connected.signals.availablePermits());
      return Decision.CF_ACCEPT;
    });
    assertEquals(List.of(Thread.currentThread()), threads);
    awaitConnectResult(client);
  }

  /** ACC-1. */
  @Rules("ACC-1")
  @Test
  void refusesHereAndAtThePeerWhenTheConditionFunctionRejects() throws Exception {
    SocketDescriptor listener = fixture.listener(port, 5, requested);
    SocketDescriptor client = fixture.connecting(port, connected);
    requested.await();
    assertEquals(WsaError.WSAECONNREFUSED, assertThrows(WsaException.class,
        () -> fixture.table.wspAccept(listener, (local, remote) -> Decision.CF_REJECT))
      .error());
    Record result = awaitConnectResult(client);
    assertEquals(Map.of(Kind.FD_CONNECT, WsaError.WSAECONNREFUSED), result.errors());
    assertEquals(RouteReason.PEER_HAS_NO_SWITCH, result.failure().reason());
    assertEquals(WsaError.WSAENOTCONN,
        fixture.table.wspSend(client, HalFixture.vector("x"), HalFixture.operation(true)));
  }

  /** ACC-1. */
  @Rules("ACC-1")
  @Test
  void letsThePeerTryAgainWhenTheConditionFunctionThrows() throws Exception {
    SocketDescriptor listener = fixture.listener(port, 5, requested);
    SocketDescriptor client = fixture.connecting(port, connected);
    requested.await();
    assertThrows(IllegalStateException.class, () -> fixture.table.wspAccept(listener,
        (local, remote) -> {
          throw new IllegalStateException();
        }));
    assertEquals(Map.of(Kind.FD_CONNECT, WsaError.WSAENOBUFS),
        awaitConnectResult(client).errors());
  }

  /** LIS-2, CON-5. */
  @Rules("LIS-2")
  @Test
  void refusesBeyondTheBacklogWithoutSignallingTheSwitch() throws Exception {
    SocketDescriptor listener = fixture.listener(port, 2, requested);
    fixture.connecting(port, new Event());
    fixture.connecting(port, new Event());
    requested.await();
    requested.await();
    SocketDescriptor third = fixture.connecting(port, connected);
    Record result = awaitConnectResult(third);
    assertEquals(Map.of(Kind.FD_CONNECT, WsaError.WSAENOBUFS), result.errors());
    assertEquals(0, requested.signals.availablePermits());
    fixture.accept(listener);
    fixture.accept(listener);
    assertEquals(WsaError.WSAEWOULDBLOCK,
        assertThrows(WsaException.class, () -> fixture.accept(listener)).error());
  }

  /** The peer's answer waits for no thread of the switch. */
  @Rules("ACC-1")
  @Test
  void takesAnAcceptFromWithinTheEventOfARequest() throws Exception {
    AtomicReference<SocketDescriptor> listening = new AtomicReference<>();
    AtomicReference<Object> accepted = new AtomicReference<>();
    requested.onFree = () -> {
      try {
        fixture.table.wspEnumNetworkEvents(listening.get());
        accepted.set(fixture.accept(listening.get()));
      } catch (WsaException e) {
        accepted.set(e);
      }
    };
    listening.set(fixture.listener(port, 5, requested));
    SocketDescriptor client = fixture.connecting(port, connected);
    assertEquals(Map.of(Kind.FD_CONNECT, WsaError.NO_ERROR), awaitConnectResult(client).errors());
    requested.await();
    assertInstanceOf(SocketDescriptor.class, accepted.get());
  }

  /** LIS-1: inside WSPAccept the switch must not be asked to call down. */
  @Test
  void signalsWithinAnAcceptThatTheSwitchMayNotCallDown() throws Exception {
    SocketDescriptor listener = fixture.listener(port, 5, requested);
    fixture.connecting(port, new Event());
    fixture.connecting(port, new Event());
    requested.await();
    requested.await();
    assertEquals(2, requested.free.get());
    fixture.accept(listener);
    requested.await();
    assertEquals(2, requested.free.get());
  }

  /** LIS-1. */
  @Test
  void signalsAgainAfterAnAcceptWhenMoreRequestsWait() throws Exception {
    SocketDescriptor listener = fixture.listener(port, 5, requested);
    fixture.connecting(port, new Event());
    fixture.connecting(port, new Event());
    requested.await();
    requested.await();
    fixture.table.wspEnumNetworkEvents(listener);
    fixture.accept(listener);
    requested.await();
    assertEquals(Map.of(Kind.FD_ACCEPT, WsaError.NO_ERROR),
        fixture.table.wspEnumNetworkEvents(listener).errors());
  }

  /** LIS-1. */
  @Test
  void signalsAtOnceWhatHappenedBeforeTheEventWasSelected() throws Exception {
    SocketDescriptor listener = fixture.listener(port, 5, requested);
    fixture.connecting(port, new Event());
    requested.await();
    Event late = new Event();
    fixture.table.wspEventSelect(listener, late, Kind.FD_ACCEPT);
    late.await();
    fixture.table.wspEventSelect(listener, null);
    fixture.connecting(port, new Event());
    fixture.upcalls.await("second request", () -> pendingRequests(listener) == 2);
    assertEquals(0, late.signals.availablePermits());
  }

  private int pendingRequests(SocketDescriptor listener) {
    return ((HalSocket) listener).listener().waiting();
  }

  /** BLK-3. */
  @Rules("BLK-3")
  @Test
  void forgetsRequestsWhosePeerHasGivenUp() throws Exception {
    SocketDescriptor listener = fixture.listener(port, 5, requested);
    SocketDescriptor client = fixture.connecting(port, connected);
    requested.await();
    fixture.close(client);
    fixture.upcalls.await("withdrawal", () -> pendingRequests(listener) == 0);
    assertEquals(WsaError.WSAEWOULDBLOCK,
        assertThrows(WsaException.class, () -> fixture.accept(listener)).error());
  }

  /** BLK-3. */
  @Rules("BLK-3")
  @Test
  void answersNullWhenTheRequestGoesWhileTheConditionFunctionDecides() throws Exception {
    SocketDescriptor listener = fixture.listener(port, 5, requested);
    SocketDescriptor client = fixture.connecting(port, connected);
    requested.await();
    assertNull(fixture.table.wspAccept(listener, (local, remote) -> {
      try {
        fixture.table.wspCloseSocket(client);
      } catch (WsaException e) {
        throw new AssertionError(e);
      }
      return Decision.CF_ACCEPT;
    }));
    fixture.upcalls.await("no handles but the listener's",
        () -> fixture.upcalls.openHandles() == 1);
  }

  /** LIS-3, CON-3: TCP/IP, whose listener may stay, decides. */
  @Test
  void refusesWhatWasNotAcceptedWhenTheListenerCloses() throws Exception {
    SocketDescriptor listener = fixture.listener(port, 5, requested);
    SocketDescriptor client = fixture.connecting(port, connected);
    requested.await();
    fixture.close(listener);
    assertEquals(Map.of(Kind.FD_CONNECT, WsaError.WSAETIMEDOUT),
        awaitConnectResult(client).errors());
    assertEquals(0, fixture.adapter.openListeners());
  }

  /** CON-3: TCP/IP, whose listener may stay, decides also for whoever is reported late. */
  @Rules("CON-3")
  @Test
  void refusesNobodyForGoodWhoIsReportedForAListenerThatHasGone() {
    Listeners listeners = new Listeners();
    List<AdapterError> answers = new ArrayList<>();
    listeners.requested(new GoneListener(), new UnknownRequest(answers));
    assertEquals(List.of(AdapterError.BACKLOG_FULL), answers);
  }

  /** The same where another listener is being made, for which it might have been. */
  @Rules("CON-3")
  @Test
  void refusesNobodyForGoodWhoIsReportedWhileAnotherListenerIsMade() {
    Listeners listeners = new Listeners();
    List<AdapterError> answers = new ArrayList<>();
    listeners.beginListen();
    listeners.requested(new GoneListener(), new UnknownRequest(answers));
    assertEquals(List.of(), answers);
    listeners.endListen(null);
    assertEquals(List.of(AdapterError.BACKLOG_FULL), answers);
  }

  /** A listener that nobody knows. */
  private static final class GoneListener implements AdapterListener {
    @Override
    public InetSocketAddress local() {
      return HalFixture.address(1);
    }

    @Override
    public void close() {}
  }

  /** A request that notes how it is refused. */
  private record UnknownRequest(List<AdapterError> answers) implements ConnectionRequest {
    @Override
    public InetSocketAddress local() {
      return HalFixture.address(1);
    }

    @Override
    public InetSocketAddress remote() {
      return HalFixture.address(2);
    }

    @Override
    public void accept(QueuePair queuePair) {
      throw new AssertionError("accepted");
    }

    @Override
    public void reject(AdapterError error) {
      answers.add(error);
    }
  }

  /** CON-3. */
  @Rules("CON-3")
  @Test
  void timesOutWhereTcpMaySucceedAndNamesTheReason() throws Exception {
    SocketDescriptor client = fixture.connecting(HalFixture.freePort(), connected);
    Record result = awaitConnectResult(client);
    assertEquals(Map.of(Kind.FD_CONNECT, WsaError.WSAETIMEDOUT), result.errors());
    assertEquals(WsaError.WSAETIMEDOUT, result.failure().error());
    assertEquals(RouteReason.PEER_HAS_NO_SWITCH, result.failure().reason());
  }

  /** CON-2. */
  @Test
  void throwsWhatIsKnownAtOnce() throws Exception {
    SocketDescriptor client = fixture.socket();
    fixture.table.wspEventSelect(client, connected, Kind.FD_CONNECT);
    assertEquals(WsaError.WSAEHOSTUNREACH, assertThrows(WsaException.class,
        () -> fixture.table.wspConnect(client, HalFixture.address(2)))
      .error());
    assertEquals(0, connected.signals.availablePermits());
    assertEquals(Record.NONE, fixture.table.wspEnumNetworkEvents(client));
  }

  /** BLK-3. */
  @Rules("BLK-3")
  @Test
  void abortsAnAttemptPromptlyWhenItsSocketIsClosed() throws Exception {
    fixture.adapter.holdRequests = true;
    fixture.listener(port, 5, requested);
    SocketDescriptor client = fixture.connecting(port, connected);
    HalFixture.Receive receive = fixture.receive(client, false);
    fixture.close(client);
    assertEquals(WsaError.WSA_OPERATION_ABORTED, receive.overlapped().status());
    assertEquals(0, fixture.adapter.openQueuePairs());
    assertEquals(0, connected.signals.availablePermits());
  }

  /** LIS-4. */
  @Rules("LIS-4")
  @Test
  void saysWhyItCannotListen() throws Exception {
    SocketDescriptor ambiguous = fixture.socket();
    fixture.table.wspBind(ambiguous, HalFixture.address(1));
    WsaException e = assertThrows(WsaException.class, () -> fixture.table.wspListen(ambiguous, 1));
    assertEquals(WsaError.WSAEACCES, e.error());
    assertEquals(RouteReason.LISTENER_AMBIGUOUS, e.reason());
    fixture.listener(port, 5, requested);
    assertEquals(WsaError.WSAEADDRINUSE,
        assertThrows(WsaException.class, () -> fixture.listener(port, 5, requested)).error());
  }

  /** SOC-3. */
  @Test
  void bindsToItsOwnAddressesOnceOnly() throws Exception {
    SocketDescriptor socket = fixture.socket();
    assertEquals(WsaError.WSAEADDRNOTAVAIL, assertThrows(WsaException.class,
        () -> fixture.table.wspBind(socket, new InetSocketAddress("192.0.2.1", 80)))
      .error());
    assertEquals(WsaError.WSAEINVAL,
        assertThrows(WsaException.class, () -> fixture.table.wspListen(socket, 1)).error());
    fixture.table.wspBind(socket, new InetSocketAddress(port));
    assertEquals(WsaError.WSAEINVAL, assertThrows(WsaException.class,
        () -> fixture.table.wspBind(socket, HalFixture.address(port)))
      .error());
  }

  /** CON-1. */
  @Test
  void refusesToConnectTwice() throws Exception {
    HalFixture.Pair pair = fixture.connect();
    assertEquals(WsaError.WSAEISCONN, assertThrows(WsaException.class,
        () -> fixture.table.wspConnect(pair.client(), HalFixture.address(port)))
      .error());
    SocketDescriptor listener = fixture.listener(port, 5, requested);
    assertEquals(WsaError.WSAEINVAL, assertThrows(WsaException.class,
        () -> fixture.table.wspConnect(listener, HalFixture.address(port)))
      .error());
    assertTrue(fixture.upcalls.violations.isEmpty());
  }

  /** CON-2: to try again would not help, so the peer goes by TCP/IP. */
  @Test
  void sendsThePeerToTcpWhenThereIsNoQueuePairForIt() throws Exception {
    SocketDescriptor listener = fixture.listener(port, 5, requested);
    SocketDescriptor client = fixture.connecting(port, connected);
    requested.await();
    fixture.adapter.noQueuePairs = true;
    assertEquals(WsaError.WSAENOBUFS,
        assertThrows(WsaException.class, () -> fixture.accept(listener)).error());
    assertEquals(Map.of(Kind.FD_CONNECT, WsaError.WSAETIMEDOUT),
        awaitConnectResult(client).errors());
  }

  /** CON-2, CON-5: only a full backlog of the peer is WSAENOBUFS. */
  @Test
  void sendsAConnectToTcpWithTheReasonWhenThereIsNoQueuePairForIt() throws Exception {
    SocketDescriptor client = fixture.socket();
    fixture.adapter.noQueuePairs = true;
    WsaException refused = assertThrows(WsaException.class,
        () -> fixture.table.wspConnect(client, HalFixture.address(port)));
    assertEquals(WsaError.WSAETIMEDOUT, refused.error());
    assertEquals(RouteReason.NO_SHARED_MEMORY, refused.reason());
    fixture.close(client);
  }
}
