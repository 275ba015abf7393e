package org.sanswitch.provider.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.QueuePair;

/** How connections come and go. */
class ConnectionTest {

  private Bench bench;

  @BeforeEach
  void open() throws AdapterException {
    bench = new Bench();
  }

  @AfterEach
  void nothingIsLeft() {
    bench.close();
  }

  private static AdapterError errorOf(Executable call) {
    return assertThrows(AdapterException.class, call).error();
  }

  @Test
  void bothEndsKnowTheirAddresses() throws AdapterException {
    bench.connected();
    InetSocketAddress client = bench.client.local();
    assertNotNull(client);
    assertNotEquals(0, client.getPort());
    assertEquals(client, bench.told.requests.getFirst().remote());
    assertEquals(Bench.SERVER, bench.server.local());
  }

  @Test
  void aTargetWithoutListenerIsLeftToTcp() {
    assertEquals(AdapterError.NOT_REACHED, errorOf(() -> bench.client.connect(Bench.CLIENT,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 10))));
  }

  /** LIS-4. */
  @Test
  void theMostSpecificListenerIsReached() throws AdapterException {
    AdapterListener all = bench.adapter.listen(new InetSocketAddress(Bench.SERVER.getPort()), 1);
    bench.requested();
    bench.told.listener.close();
    bench.events();
    QueuePair second = bench.adapter.createQueuePair("second");
    second.connect(Bench.CLIENT, Bench.SERVER);
    bench.events();
    assertSame(all, bench.told.listener);
    assertEquals(Bench.SERVER, bench.told.requests.getLast().local());
  }

  @Test
  void aRejectedRequestTellsTheError() throws AdapterException {
    bench.requested();
    bench.told.requests.getFirst().reject(AdapterError.REFUSED);
    assertEquals(List.of("failed client REFUSED"), bench.events());
  }

  /** LIS-2, and BLK-3 for the one that waits. */
  @Test
  void aFullBacklogIsToldAndAGivenUpRequestIsWithdrawn() throws AdapterException {
    bench.requested();
    QueuePair second = bench.adapter.createQueuePair("second");
    assertEquals(AdapterError.BACKLOG_FULL,
        errorOf(() -> second.connect(Bench.CLIENT, Bench.SERVER)));
    bench.client.close();
    assertEquals(List.of("withdrawn 0"), bench.events());
    assertEquals(AdapterError.DISCONNECTED,
        errorOf(() -> bench.told.requests.getFirst().accept(bench.server)));
    second.connect(Bench.CLIENT, Bench.SERVER);
    assertEquals(List.of("requested 9"), bench.events());
  }

  @Test
  void aRequestThatIsGivenUpBeforeItIsReportedIsNotReported() throws AdapterException {
    bench.client.connect(Bench.CLIENT, Bench.SERVER);
    bench.client.disconnect();
    assertEquals(List.of(), bench.events());
  }

  @Test
  void aListenerThatClosesRefusesWhatWaits() throws AdapterException {
    InetSocketAddress other = new InetSocketAddress(InetAddress.getLoopbackAddress(), 11);
    AdapterListener listener = bench.adapter.listen(other, 2);
    bench.client.connect(Bench.CLIENT, other);
    assertEquals(List.of("requested 11"), bench.events());
    listener.close();
    listener.close();
    assertEquals(List.of("failed client NOT_REACHED"), bench.events());
  }

  @Test
  void anAddressIsListenedOnOnce() {
    assertEquals(AdapterError.ADDRESS_IN_USE,
        errorOf(() -> bench.adapter.listen(Bench.SERVER, 1)));
    assertEquals(AdapterError.ADDRESS_NOT_AVAILABLE, errorOf(() -> bench.adapter.listen(
        new InetSocketAddress(InetAddress.ofLiteral("203.0.113.7"), 1), 1)));
  }

  @Test
  void aQueuePairConnectsOnce() throws AdapterException {
    bench.connected();
    assertEquals(AdapterError.INVALID,
        errorOf(() -> bench.client.connect(Bench.CLIENT, Bench.SERVER)));
    QueuePair third = bench.adapter.createQueuePair("third");
    third.connect(Bench.CLIENT, Bench.SERVER);
    assertEquals(List.of("requested 9"), bench.events());
    assertEquals(AdapterError.INVALID,
        errorOf(() -> bench.told.requests.getLast().accept(bench.server)));
    assertEquals(List.of("failed third BACKLOG_FULL"), bench.events());
  }

  @Test
  void anAdapterThatWasPulledOutSaysSoAndStaysOut() throws AdapterException {
    bench.adapter.unplug();
    assertEquals(List.of("adapter failed " + RouteReason.NO_DEVICE), bench.events());
    assertEquals(AdapterError.ADAPTER_FAILED, errorOf(() -> bench.adapter.createQueuePair("x")));
    bench.adapter.close();
    assertEquals(AdapterError.ADAPTER_FAILED, errorOf(() -> bench.adapter.open(bench.told)));
  }

  @Test
  void nothingIsToldAfterCloseAndOpenMayFollow() throws AdapterException {
    bench.connected();
    bench.client.disconnect();
    bench.adapter.close();
    assertEquals(List.of(), bench.events());
    assertEquals(List.of(), bench.adapter.addresses());
    bench.adapter.open(bench.told);
    bench.adapter.listen(Bench.SERVER, 1);
    assertEquals(AdapterError.INVALID, errorOf(() -> bench.adapter.open(bench.told)));
  }
}
