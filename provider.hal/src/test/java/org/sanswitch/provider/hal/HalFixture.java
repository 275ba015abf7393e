package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.provider.hal.loopback.LoopbackAdapter;
import org.sanswitch.spi.ConditionFunction.Decision;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.NetworkEvent.Kind;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;
import org.sanswitch.spi.WspProcedureTable.AcceptedSocket;

/** A started provider over the loopback adapter, and what a switch would do with it. */
final class HalFixture implements AutoCloseable {

  /** Long enough that nothing is given up because a machine was slow. */
  static final Limits LIMITS =
      new Limits(TimeUnit.MINUTES.toNanos(1), TimeUnit.MINUTES.toNanos(1), 1_000_000);

  private static final AtomicInteger PORTS = new AtomicInteger(20_000);

  /** Two connected sockets. */
  record Pair(SocketDescriptor client, SocketDescriptor server) {}

  /** An event object that can be waited for. */
  static final class Event implements NetworkEvent {
    final Semaphore signals = new Semaphore(0);
    /** How often the switch might call down. */
    final AtomicInteger free = new AtomicInteger();
    volatile Runnable onFree = () -> {
    };

    @Override
    public void set() {
      signals.release();
    }

    @Override
    public void setFree() {
      free.incrementAndGet();
      onFree.run();
      set();
    }

    void await() throws InterruptedException {
      assertTrue(signals.tryAcquire(RecordingUpcalls.BOUND_MILLIS, TimeUnit.MILLISECONDS),
          "no network event in time");
    }
  }

  final LoopbackAdapter adapter;
  final RecordingUpcalls upcalls = new RecordingUpcalls();
  final HalProvider provider;
  final WspProcedureTable table;

  HalFixture() throws WsaException {
    this(new LoopbackAdapter(), LIMITS);
  }

  /** The same bounds with another registration cache. */
  static Limits limits(CacheBounds cache) {
    return new Limits(LIMITS.flushNanos(), LIMITS.cleanupNanos(), LIMITS.tickNanos(), cache);
  }

  HalFixture(LoopbackAdapter adapter, Limits limits) throws WsaException {
    this.adapter = adapter;
    this.provider = new HalProvider(adapter, limits);
    this.table = provider.wspStartupEx(SanServiceProvider.SPI_VERSION, ProtocolInfo.TCP_IP,
        upcalls);
  }

  SocketDescriptor socket() throws WsaException {
    return table.wspSocket(StandardProtocolFamily.INET, null);
  }

  static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  static int freePort() {
    return PORTS.incrementAndGet();
  }

  SocketDescriptor listener(int port, int backlog, Event event) throws WsaException {
    SocketDescriptor listener = socket();
    table.wspBind(listener, address(port));
    table.wspEventSelect(listener, event, Kind.FD_ACCEPT);
    table.wspListen(listener, backlog);
    return listener;
  }

  SocketDescriptor connecting(int port, Event event) throws WsaException {
    SocketDescriptor client = socket();
    table.wspEventSelect(client, event, Kind.FD_CONNECT);
    assertEquals(WsaError.WSAEWOULDBLOCK, table.wspConnect(client, address(port)));
    return client;
  }

  SocketDescriptor accept(SocketDescriptor listener) throws WsaException {
    AcceptedSocket accepted = table.wspAccept(listener, (local, remote) -> Decision.CF_ACCEPT);
    assertNotNull(accepted);
    return accepted.socket();
  }

  Pair connect() throws WsaException, InterruptedException {
    int port = freePort();
    Event requested = new Event();
    Event connected = new Event();
    SocketDescriptor listener = listener(port, 1, requested);
    SocketDescriptor client = connecting(port, connected);
    requested.await();
    SocketDescriptor server = accept(listener);
    connected.await();
    assertEquals(WsaError.NO_ERROR,
        table.wspEnumNetworkEvents(client).errors().get(Kind.FD_CONNECT));
    close(listener);
    return new Pair(client, server);
  }

  void close(SocketDescriptor socket) throws WsaException {
    table.wspCloseSocket(socket);
    upcalls.awaitClosed(socket);
  }

  MemoryRegion allocate(SocketDescriptor socket, long bytes) throws WsaException {
    return function(socket, ExtensionFunction.WSPALLOCATEMEMORY).allocate(socket, bytes);
  }

  <F> F function(SocketDescriptor socket, ExtensionFunction<F> id) throws WsaException {
    return table.wspGetExtensionFunction(socket, id);
  }

  /** A prepared operation. */
  static Overlapped operation(boolean pollOnly) {
    Overlapped overlapped = new Overlapped(pollOnly, null);
    overlapped.prepare();
    return overlapped;
  }

  /** A receive that was posted. */
  record Receive(MemoryRegion region, Overlapped overlapped) {
    String text() {
      byte[] bytes = new byte[overlapped.bytes()];
      MemorySegment.copy(region.segment(), ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  Receive receive(SocketDescriptor socket, boolean pollOnly) throws WsaException {
    return receive(socket, pollOnly, 256);
  }

  Receive receive(SocketDescriptor socket, boolean pollOnly, int length) throws WsaException {
    Receive receive = new Receive(allocate(socket, Math.max(length, 1)), operation(pollOnly));
    assertEquals(WsaError.WSA_IO_PENDING,
        table.wspRecv(socket, receive.region, 0, length, receive.overlapped));
    return receive;
  }

  static BufferVector vector(String text) {
    BufferVector vector = new BufferVector();
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    vector.add(bytes, 0, bytes.length);
    return vector;
  }

  Overlapped send(SocketDescriptor socket, String text) {
    Overlapped overlapped = operation(true);
    assertEquals(WsaError.WSA_IO_PENDING, table.wspSend(socket, vector(text), overlapped));
    return overlapped;
  }

  /** Sends, as soon as there is room in the queue. */
  Overlapped sendWhenPossible(SocketDescriptor socket) {
    Overlapped overlapped = operation(true);
    upcalls.await("room in the queue", () -> {
      table.wspGetOverlappedResult(socket, null, WspProcedureTable.POLL);
      return table.wspSend(socket, vector("x"), overlapped) == WsaError.WSA_IO_PENDING;
    });
    return overlapped;
  }

  /** Polls until the operation is complete. */
  WsaError poll(SocketDescriptor socket, Overlapped overlapped) {
    long end = System.nanoTime() + RecordingUpcalls.BOUND_MILLIS * 1_000_000;
    while (table.wspGetOverlappedResult(socket, overlapped,
        WspProcedureTable.POLL) == WsaError.WSA_IO_INCOMPLETE) {
      assertTrue(System.nanoTime() - end < 0, "not complete in time");
      Thread.onSpinWait();
    }
    return overlapped.status();
  }

  /** Waits without a call for the socket until the operation is complete. */
  WsaError await(Overlapped overlapped) {
    upcalls.await("completion", overlapped::isComplete);
    return overlapped.status();
  }

  static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(RecordingUpcalls.BOUND_MILLIS, TimeUnit.MILLISECONDS), "too late");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static void join(Thread thread) throws InterruptedException {
    assertTrue(thread.join(java.time.Duration.ofMillis(RecordingUpcalls.BOUND_MILLIS)),
        "the thread did not end");
  }

  /** Ends the provider and checks that nothing was forbidden and nothing is left (CLO-8). */
  @Override
  public void close() {
    table.wspCleanup();
    assertEquals(List.of(), List.copyOf(upcalls.violations));
    assertEquals(List.of(), List.copyOf(adapter.violations));
    assertEquals(0, upcalls.openHandles());
    assertEquals(0, adapter.openQueuePairs());
    assertEquals(0, adapter.openListeners());
  }
}
