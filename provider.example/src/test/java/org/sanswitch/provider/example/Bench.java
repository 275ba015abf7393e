package org.sanswitch.provider.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/** An open adapter with one connection, driven by one thread. */
final class Bench implements AutoCloseable {

  static final int INJECT_SIZE = 16;
  static final InetSocketAddress SERVER = address(9);
  static final InetSocketAddress CLIENT = address(0);
  private static final int MANY = 100;

  final ExampleAdapter adapter;
  final Recorder told = new Recorder();
  final QueuePair client;
  final QueuePair server;

  Bench() throws AdapterException {
    this(true);
  }

  Bench(boolean rdmaRead) throws AdapterException {
    adapter = new ExampleAdapter(INJECT_SIZE, rdmaRead);
    adapter.open(told);
    adapter.listen(SERVER, 1);
    client = adapter.createQueuePair("client");
    server = adapter.createQueuePair("server");
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  Bench requested() throws AdapterException {
    client.connect(CLIENT, SERVER);
    assertEquals(List.of("requested 9"), events());
    return this;
  }

  Bench connected() throws AdapterException {
    requested();
    told.requests.getFirst().accept(server);
    assertEquals(List.of("connected client"), events());
    return this;
  }

  /** What was told since the last look. */
  List<String> events() {
    adapter.processEvents(0);
    List<String> events = List.copyOf(told.events);
    told.events.clear();
    return events;
  }

  static List<String> poll(QueuePair queuePair) {
    List<String> completions = new ArrayList<>();
    queuePair.completions()
      .poll((id, error, bytes) -> completions.add(id + " " + error + " " + bytes), MANY);
    return completions;
  }

  static AdapterError send(QueuePair from, long id, int... bytes) {
    byte[] message = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      message[i] = (byte) bytes[i];
    }
    BufferVector vector = new BufferVector();
    vector.add(message, 0, message.length);
    return from.postSend(id, vector);
  }

  static BufferVector vector(MemoryRegion region, long offset, int length) {
    BufferVector vector = new BufferVector();
    vector.add(region.segment(), offset, length, region);
    return vector;
  }

  /** CLO-8: nothing is left. */
  @Override
  public void close() {
    adapter.close();
    assertEquals(0, adapter.held(), "listeners and queue pairs that are left");
  }
}
