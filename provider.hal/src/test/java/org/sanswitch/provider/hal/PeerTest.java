package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.provider.hal.HalFixture.Receive;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;

/** What happens when the peer closes or dies: CLO-1, CLO-5, CLO-9. */
class PeerTest extends ConnectedSockets {

  private void awaitState(SocketDescriptor socket, SocketState state) {
    fixture.upcalls.await(state.name(), () -> ((HalSocket) socket).state() == state);
  }

  /** CLO-1. */
  @Rules("CLO-1")
  @Test
  void completesPendingReceivesWithConnectionResetWhenThePeerCloses() throws Exception {
    Receive notified = fixture.receive(server, false);
    Receive silent = fixture.receive(server, true);
    fixture.close(client);
    assertEquals(WsaError.WSAECONNRESET, fixture.await(notified.overlapped()));
    assertEquals(WsaError.WSAECONNRESET, fixture.await(silent.overlapped()));
    fixture.upcalls.await("upcall", () -> fixture.upcalls.completed(server).size() == 1);
  }

  /** CLO-9. */
  @Rules("CLO-9")
  @Test
  void deliversWhatHadArrivedBeforeTheReset() throws Exception {
    List<Receive> receives = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      receives.add(fixture.receive(server, false));
    }
    for (int i = 0; i < 4; i++) {
      fixture.send(client, "message " + i);
    }
    fixture.adapter.queuePairs().get(0).kill();
    fixture.await(receives.get(5).overlapped());
    for (int i = 0; i < 4; i++) {
      assertEquals(WsaError.NO_ERROR, receives.get(i).overlapped().status());
      assertEquals("message " + i, receives.get(i).text());
    }
    assertEquals(WsaError.WSAECONNRESET, receives.get(4).overlapped().status());
    assertEquals(WsaError.WSAECONNRESET, receives.get(5).overlapped().status());
  }

  /** CLO-9, ACC-3: the message that nobody had asked for yet is delivered all the same. */
  @Rules({"CLO-9", "ACC-3"})
  @Test
  void deliversTheEarlyMessageAfterTheReset() throws Exception {
    fixture.send(client, "last words");
    fixture.close(client);
    awaitState(server, SocketState.DISCONNECTED);
    fixture.table.wspGetOverlappedResult(server, null, 0);
    fixture.upcalls.await("the message",
        () -> ((HalSocket) server).connection().receives.early.hasArrived());
    Receive receive = fixture.receive(server, false);
    assertEquals(WsaError.NO_ERROR, fixture.await(receive.overlapped()));
    assertEquals("last words", receive.text());
    assertEquals(WsaError.WSAECONNRESET,
        fixture.table.wspRecv(server, receive.region(), 0, 8, HalFixture.operation(true)));
  }

  /** CLO-1. */
  @Rules("CLO-1")
  @Test
  void refusesSendsAndReceivesAfterTheReset() throws Exception {
    MemoryRegion region = fixture.allocate(server, 64);
    fixture.close(client);
    awaitState(server, SocketState.DISCONNECTED);
    assertEquals(WsaError.WSAECONNRESET,
        fixture.table.wspSend(server, HalFixture.vector("x"), HalFixture.operation(true)));
    assertEquals(WsaError.WSAECONNRESET,
        fixture.table.wspRecv(server, region, 0, 8, HalFixture.operation(true)));
  }

  /** CLO-5. */
  @Rules("CLO-5")
  @Test
  void releasesNothingBeforeItIsClosedHowLongDeadItMayBe() throws Exception {
    MemoryRegion region = fixture.allocate(server, 64);
    fixture.close(client);
    awaitState(server, SocketState.DISCONNECTED);
    assertEquals(1, fixture.adapter.openQueuePairs());
    assertEquals(0, region.segment().get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0));
    assertFalse(fixture.upcalls.isClosed(server));
    fixture.close(server);
    assertEquals(0, fixture.adapter.openQueuePairs());
  }

  /** CLO-1: sends under way end with the connection. */
  @Rules("CLO-1")
  @Test
  void completesPendingSendsWithConnectionResetWhenThePeerDies() throws Exception {
    fixture.adapter.holdSends = true;
    Overlapped send = fixture.send(server, "x");
    fixture.adapter.queuePairs().get(0).kill();
    assertEquals(WsaError.WSAECONNRESET, fixture.await(send));
  }

  /** CLO-2: what the peer has reset stays reset, also when the socket closes before it is told. */
  @Rules("CLO-2")
  @Test
  void tellsTheResetOfThePeerApartFromItsOwnClose() throws Exception {
    fixture.adapter.holdFlush = true;
    Receive receive = fixture.receive(server, true);
    fixture.adapter.queuePairs().get(0).kill();
    awaitState(server, SocketState.DISCONNECTED);
    fixture.table.wspCloseSocket(server);
    fixture.adapter.release();
    fixture.upcalls.awaitClosed(server);
    assertEquals(WsaError.WSAECONNRESET, receive.overlapped().status());
  }
}
