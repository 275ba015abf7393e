package org.sanswitch.itests.adapter;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import plain.Net;

/** The tests' own adapter keeps the contract that everything over it is tested against. */
public class MemoryAdapterIT implements AdapterHandler {

  private static final InetSocketAddress SERVER = new InetSocketAddress(Net.loopback(), 9);
  private static final InetSocketAddress CLIENT = Net.anyPort();
  private static final int MESSAGES = 10;

  private final MemoryAdapter adapter = new MemoryAdapter("memory", 16);
  private final List<String> events = new ArrayList<>();
  private final BufferVector vector = new BufferVector();
  private ConnectionRequest request;
  private QueuePair client;
  private QueuePair server;

  @Before
  public void open() throws Exception {
    adapter.open(this);
    AdapterListener listener = adapter.listen(SERVER, 1);
    client = adapter.createQueuePair("client");
    server = adapter.createQueuePair("server");
    client.connect(CLIENT, SERVER);
    adapter.processEvents(0);
    assertEquals(List.of("requested " + listener.local().getPort()), events);
  }

  @After
  public void closeReleasesEverything() {
    adapter.close();
    assertEquals(0, adapter.held());
  }

  private void connect() throws Exception {
    request.accept(server);
    adapter.processEvents(0);
    assertTrue(events.toString(), events.contains("connected client"));
    events.clear();
  }

  private AdapterError send(QueuePair from, long id, int value) {
    vector.clear();
    vector.add(new byte[]{(byte) value}, 0, 1);
    return from.postSend(id, vector);
  }

  private static List<String> poll(QueuePair queuePair) {
    List<String> completions = new ArrayList<>();
    queuePair.completions()
      .poll((id, error, bytes) -> completions.add(id + " " + error + " " + bytes), 100);
    return completions;
  }

  @Test
  public void messagesWaitInOrderForReceives() throws Exception {
    connect();
    for (int i = 0; i < MESSAGES; i++) {
      assertEquals(AdapterError.OK, send(client, i, i));
    }
    MemoryRegion region = server.allocate(MESSAGES);
    for (int i = 0; i < MESSAGES; i++) {
      assertEquals(AdapterError.OK, server.postReceive(i, region, i, 1));
      assertEquals(List.of(i + " OK 1"), poll(server));
      assertEquals(i, region.segment().get(ValueLayout.JAVA_BYTE, i));
    }
    assertEquals(MESSAGES, poll(client).size());
  }

  @Test
  public void whatArrivedIsReceivedAfterThePeerHasGone() throws Exception {
    connect();
    MemoryRegion region = server.allocate(8);
    send(client, 0, 1);
    client.disconnect();
    assertEquals(AdapterError.OK, server.postReceive(5, region, 0, 8));
    assertEquals(AdapterError.DISCONNECTED, server.postReceive(6, region, 0, 8));
    assertEquals(List.of("5 OK 1"), poll(server));
    adapter.processEvents(0);
    assertEquals(List.of("disconnected server"), events);
  }

  @Test
  public void disconnectFlushesHereAndTellsThere() throws Exception {
    connect();
    client.postReceive(1, client.allocate(8), 0, 8);
    server.postReceive(2, server.allocate(8), 0, 8);
    client.disconnect();
    assertEquals(List.of("1 FLUSHED 0"), poll(client));
    assertEquals(List.of("2 DISCONNECTED 0"), poll(server));
  }

  @Test
  public void memoryThatIsInUseCannotBeDeregistered() throws Exception {
    connect();
    MemoryRegion region = server.allocate(8);
    server.postReceive(1, region, 0, 8);
    assertEquals(AdapterError.INVALID,
        assertThrows(AdapterException.class, () -> server.deregister(region)).error());
    send(client, 1, 1);
    server.deregister(region);
    assertEquals(AdapterError.INVALID, server.postReceive(2, region, 0, 8));
  }

  @Test
  public void unregisteredMemoryIsSentUpToTheInjectSizeOnly() throws Exception {
    connect();
    vector.add(new byte[17], 0, 17);
    assertEquals(AdapterError.INVALID, client.postSend(0, vector));
    vector.clear();
    MemoryRegion region = client.allocate(17);
    vector.add(region.segment(), 0, 17, region);
    assertEquals(AdapterError.OK, client.postSend(0, vector));
  }

  @Test
  public void anArmedQueueTellsOnce() throws Exception {
    connect();
    assertTrue(server.completions().arm());
    server.postReceive(1, server.allocate(8), 0, 8);
    send(client, 0, 1);
    adapter.processEvents(0);
    assertEquals(List.of("ready server"), events);
    assertFalse("something is there already", server.completions().arm());
  }

  /** LIS-2, and BLK-3 for the one that waits. */
  @Test
  public void aFullBacklogIsToldAndAGivenUpRequestIsWithdrawn() throws Exception {
    QueuePair second = adapter.createQueuePair("second");
    AdapterException full =
        assertThrows(AdapterException.class, () -> second.connect(CLIENT, SERVER));
    assertEquals(AdapterError.BACKLOG_FULL, full.error());
    client.close();
    adapter.processEvents(0);
    assertEquals("withdrawn", events.getLast());
    assertEquals(AdapterError.DISCONNECTED,
        assertThrows(AdapterException.class, () -> request.accept(server)).error());
    second.connect(CLIENT, SERVER);
  }

  @Override
  public void connectionRequested(AdapterListener listener, ConnectionRequest request) {
    this.request = request;
    events.add("requested " + listener.local().getPort());
  }

  @Override
  public void requestWithdrawn(ConnectionRequest request) {
    events.add("withdrawn");
  }

  @Override
  public void connected(QueuePair queuePair) {
    events.add("connected " + queuePair.context());
  }

  @Override
  public void connectFailed(QueuePair queuePair, AdapterException cause) {
    events.add("failed " + cause.error());
  }

  @Override
  public void disconnected(QueuePair queuePair) {
    events.add("disconnected " + queuePair.context());
  }

  @Override
  public void completionsReady(QueuePair queuePair) {
    events.add("ready " + queuePair.context());
  }

  @Override
  public void addressesChanged() {
    events.add("addresses");
  }

  @Override
  public void failed(AdapterException cause) {
    events.add("failed " + cause.error());
  }
}
