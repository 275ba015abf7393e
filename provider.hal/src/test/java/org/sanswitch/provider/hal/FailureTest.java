package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.RouteReason;
import org.sanswitch.provider.hal.HalFixture.Event;
import org.sanswitch.provider.hal.HalFixture.Pair;
import org.sanswitch.provider.hal.HalFixture.Receive;
import org.sanswitch.spi.NetworkEvent.Kind;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** An adapter that fails or throws: MOV-2, CLO-5. */
class FailureTest {

  private HalFixture fixture;

  @BeforeEach
  void start() throws WsaException {
    fixture = new HalFixture();
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  /** MOV-2. */
  @Test
  void failsEverySocketWithTheReasonWhenTheAdapterFails() throws Exception {
    Pair pair = fixture.connect();
    Event requested = new Event();
    SocketDescriptor listener = fixture.listener(HalFixture.freePort(), 1, requested);
    fixture.adapter.holdRequests = true;
    Event connected = new Event();
    SocketDescriptor connecting =
        fixture.connecting(((HalSocket) listener).local().getPort(), connected);
    Receive receive = fixture.receive(pair.server(), false);
    fixture.adapter.fail();
    WsaError status = fixture.await(receive.overlapped());
    assertEquals(true, status == WsaError.WSAENETDOWN || status == WsaError.WSAECONNRESET,
        status.name());
    connected.await();
    WsaException failure = fixture.table.wspEnumNetworkEvents(connecting).failure();
    assertEquals(WsaError.WSAENETDOWN, failure.error());
    assertEquals(RouteReason.NO_DEVICE, failure.reason());
    requested.await();
    assertEquals(Map.of(Kind.FD_ACCEPT, WsaError.WSAENETDOWN),
        fixture.table.wspEnumNetworkEvents(listener).errors());
    WsaException refused = assertThrows(WsaException.class, fixture::socket);
    assertEquals(WsaError.WSAENETDOWN, refused.error());
    assertEquals(RouteReason.NO_DEVICE, refused.reason());
    assertFalse(fixture.upcalls.isClosed(pair.server()));
    fixture.close(pair.client());
    fixture.close(pair.server());
  }

  /** What the adapter throws does not end the progress thread. */
  @Test
  void survivesAnAdapterThatThrows() throws Exception {
    Pair pair = fixture.connect();
    fixture.adapter.throwFromEvents.set(5);
    fixture.adapter.wakeup();
    fixture.upcalls.await("exceptions", () -> fixture.adapter.throwFromEvents.get() <= 0);
    Receive receive = fixture.receive(pair.server(), false);
    fixture.send(pair.client(), "x");
    assertEquals(WsaError.NO_ERROR, fixture.await(receive.overlapped()));
  }

  /** An adapter that does nothing but throw has failed. */
  @Test
  void takesAnAdapterThatAlwaysThrowsForFailed() throws Exception {
    Pair pair = fixture.connect();
    fixture.adapter.throwFromEvents.set(Integer.MAX_VALUE);
    fixture.adapter.wakeup();
    fixture.upcalls.await("failure",
        () -> ((HalSocket) pair.client()).state() == SocketState.DOWN);
    assertEquals(WsaError.WSAENETDOWN, fixture.table.wspSend(pair.client(),
        HalFixture.vector("x"), HalFixture.operation(true)));
    fixture.adapter.throwFromEvents.set(0);
  }

  /** What poll throws reaches nobody, and nothing is lost. */
  @Test
  void survivesAPollThatThrows() throws Exception {
    Pair pair = fixture.connect();
    fixture.adapter.throwFromPoll = true;
    Receive receive = fixture.receive(pair.server(), true);
    fixture.send(pair.client(), "x");
    assertEquals(WsaError.WSA_IO_INCOMPLETE,
        fixture.table.wspGetOverlappedResult(pair.server(), receive.overlapped(), 0));
    fixture.adapter.throwFromPoll = false;
    assertEquals(WsaError.NO_ERROR, fixture.poll(pair.server(), receive.overlapped()));
  }
}
