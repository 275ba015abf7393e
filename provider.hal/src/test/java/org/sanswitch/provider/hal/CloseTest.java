package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.provider.hal.HalFixture.Pair;
import org.sanswitch.provider.hal.HalFixture.Receive;
import org.sanswitch.provider.hal.loopback.LoopbackAdapter;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ConditionFunction.Decision;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.IoControl;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** The closing procedure: CLO-1 to CLO-8, BLK-7. */
class CloseTest extends ConnectedSockets {

  /** CLO-2. */
  @Rules("CLO-2")
  @Test
  void completesPendingReceivesWithOperationAbortedWhenSocketIsClosed() throws Exception {
    List<Receive> receives = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      receives.add(fixture.receive(client, i % 2 == 0));
    }
    fixture.close(client);
    List<Overlapped> notified = new ArrayList<>();
    for (Receive each : receives) {
      assertEquals(WsaError.WSA_OPERATION_ABORTED, each.overlapped().status());
      if (!each.overlapped().isPollOnly()) {
        notified.add(each.overlapped());
      }
    }
    assertEquals(notified, fixture.upcalls.completed(client));
  }

  /** CLO-2. */
  @Rules("CLO-2")
  @Test
  void completesPendingSendsWithOperationAbortedWhenSocketIsClosed() throws Exception {
    fixture.adapter.holdSends = true;
    Overlapped silent = fixture.send(client, "a");
    Overlapped notified = HalFixture.operation(false);
    fixture.table.wspSend(client, HalFixture.vector("b"), notified);
    fixture.close(client);
    assertEquals(WsaError.WSA_OPERATION_ABORTED, silent.status());
    assertEquals(WsaError.WSA_OPERATION_ABORTED, notified.status());
    assertEquals(List.of(notified), fixture.upcalls.completed(client));
  }

  /** CLO-2, CMP-2: the status of poll-only requests is stored before the last upcall. */
  @Rules({"CLO-2", "CMP-2"})
  @Test
  void storesTheStatusOfPollOnlyRequestsBeforeTheLastUpcall() throws Exception {
    fixture.adapter.holdFlush = true;
    Receive receive = fixture.receive(client, true);
    fixture.table.wspCloseSocket(client);
    assertFalse(fixture.upcalls.isClosed(client));
    assertFalse(receive.overlapped().isComplete());
    fixture.adapter.release();
    fixture.upcalls.awaitClosed(client);
    assertTrue(receive.overlapped().isComplete());
  }

  /** CLO-3: memory can be deregistered from within the upcall of its operation. */
  @Rules("CLO-3")
  @Test
  void releasesMemoryBeforeCompletionIsSignalled() throws Exception {
    MemoryRegion region = fixture.allocate(server, 64);
    AtomicReference<Exception> failure = new AtomicReference<>();
    var deregister = fixture.function(server, ExtensionFunction.WSPDEREGISTERMEMORY);
    CountDownLatch done = new CountDownLatch(1);
    fixture.upcalls.onComplete((handle, overlapped) -> {
      try {
        deregister.deregister(server, region);
      } catch (WsaException e) {
        failure.set(e);
      }
      done.countDown();
    });
    fixture.table.wspRecv(server, region, 0, 64, HalFixture.operation(false));
    assertEquals(WsaError.WSAEINVAL,
        assertThrows(WsaException.class, () -> deregister.deregister(server, region)).error());
    fixture.send(client, "x");
    HalFixture.await(done);
    assertEquals(null, failure.get());
  }

  /** CLO-4, CLO-8. */
  @Rules({"CLO-4", "CLO-8"})
  @Test
  void closesTheHandleLastAndCleansUpEverything() throws Exception {
    int before = fixture.adapter.openQueuePairs();
    fixture.receive(client, false);
    fixture.close(client);
    fixture.close(server);
    assertEquals(before - 2, fixture.adapter.openQueuePairs());
    assertEquals(0, fixture.upcalls.openHandles());
  }

  /** CLO-6. */
  @Rules("CLO-6")
  @Test
  void answersNotSocketOnEveryFunctionAfterClose() throws Exception {
    SocketDescriptor other = new SocketDescriptor() {};
    MemoryRegion region = fixture.allocate(client, 64);
    fixture.close(client);
    for (SocketDescriptor socket : List.of(client, other)) {
      for (Executable each : controlCalls(socket, region)) {
        assertEquals(WsaError.WSAENOTSOCK, assertThrows(WsaException.class, each).error());
      }
      assertEquals(WsaError.WSAENOTSOCK,
          fixture.table.wspSend(socket, HalFixture.vector("x"), HalFixture.operation(true)));
      assertEquals(WsaError.WSAENOTSOCK,
          fixture.table.wspRecv(socket, region, 0, 1, HalFixture.operation(true)));
      for (long wait : new long[]{WspProcedureTable.POLL, WspProcedureTable.NOTIFY, 1000}) {
        assertEquals(WsaError.WSAENOTSOCK,
            fixture.table.wspGetOverlappedResult(socket, null, wait));
      }
      assertEquals(WsaError.WSAENOTSOCK,
          fixture.function(server, ExtensionFunction.WSPRDMAWRITE)
            .transfer(socket,
                new BufferVector(), new byte[4], 0, HalFixture.operation(true)));
      fixture.table.wakeWaiters(socket);
    }
  }

  private List<Executable> controlCalls(SocketDescriptor socket, MemoryRegion region)
      throws WsaException {
    WspProcedureTable table = fixture.table;
    var register = fixture.function(server, ExtensionFunction.WSPREGISTERMEMORY);
    var registerRdma = fixture.function(server, ExtensionFunction.WSPREGISTERRDMAMEMORY);
    var deregister = fixture.function(server, ExtensionFunction.WSPDEREGISTERMEMORY);
    var allocate = fixture.function(server, ExtensionFunction.WSPALLOCATEMEMORY);
    return List.of(() -> table.wspBind(socket, HalFixture.address(99)),
        () -> table.wspListen(socket, 1),
        () -> table.wspAccept(socket, (local, remote) -> Decision.CF_ACCEPT),
        () -> table.wspConnect(socket, HalFixture.address(99)),
        () -> table.wspEventSelect(socket, null), () -> table.wspEnumNetworkEvents(socket),
        () -> table.wspCloseSocket(socket),
        () -> table.wspGetSockOpt(socket, SanSocketOption.SO_DEBUG),
        () -> table.wspSetSockOpt(socket, SanSocketOption.SO_DEBUG, 1),
        () -> table.wspIoctl(socket, IoControl.SIO_ADDRESS_LIST_QUERY),
        () -> table.wspGetExtensionFunction(socket, ExtensionFunction.WSPREGISTERMEMORY),
        () -> register.register(socket, Arena.ofAuto().allocate(8), EnumSet.of(Access.READ)),
        () -> registerRdma.register(socket, Arena.ofAuto().allocate(8), EnumSet.of(Access.READ)),
        () -> deregister.deregister(socket, region), () -> allocate.allocate(socket, 8));
  }

  /** CLO-2, CLO-7: closing from inside an upcall of the same socket. */
  @Rules("CLO-2")
  @Test
  void closesFromInsideAnUpcallOfTheSameSocket() throws Exception {
    List<Receive> receives = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      receives.add(fixture.receive(server, false));
    }
    AtomicReference<Boolean> closedInside = new AtomicReference<>();
    fixture.upcalls.onComplete((handle, overlapped) -> {
      if (overlapped == receives.get(0).overlapped()) {
        try {
          fixture.table.wspCloseSocket(server);
        } catch (WsaException e) {
          throw new AssertionError(e);
        }
        closedInside.set(fixture.upcalls.isClosed(server));
      }
    });
    fixture.send(client, "x");
    fixture.upcalls.awaitClosed(server);
    assertEquals(false, closedInside.get());
    assertEquals(WsaError.NO_ERROR, receives.get(0).overlapped().status());
    for (Receive each : receives.subList(1, 5)) {
      assertEquals(WsaError.WSA_OPERATION_ABORTED, each.overlapped().status());
    }
    assertEquals(5, fixture.upcalls.completed(server).size());
  }

  /** BLK-7: closing ends the wait of another thread. */
  @Test
  void endsTheWaitsOfOtherThreads() throws Exception {
    Receive receive = fixture.receive(client, true);
    List<Thread> threads = new ArrayList<>();
    List<WsaError> results = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(Thread.ofPlatform().start(() -> {
        WsaError result;
        do {
          result = fixture.table.wspGetOverlappedResult(client, receive.overlapped(),
              TimeUnit.SECONDS.toNanos(60));
        } while (result == WsaError.WSA_IO_INCOMPLETE);
        synchronized (results) {
          results.add(result);
        }
      }));
    }
    HalConnection connection = ((HalSocket) client).connection();
    fixture.upcalls.await("a sleeper", () -> connection.waiters.isInAdapter());
    fixture.close(client);
    for (Thread each : threads) {
      HalFixture.join(each);
    }
    assertTrue(results.stream()
      .allMatch(each -> each == WsaError.WSA_OPERATION_ABORTED
          || each == WsaError.WSAENOTSOCK),
        results.toString());
    assertEquals(3, results.size());
  }

  /** CLO-7: it never blocks, whatever the adapter does with its flush. */
  @Test
  void doesNotWaitForTheFlush() throws Exception {
    fixture.adapter.holdFlush = true;
    Receive receive = fixture.receive(client, false);
    fixture.table.wspCloseSocket(client);
    assertFalse(fixture.upcalls.isClosed(client));
    assertEquals(WsaError.WSAENOTSOCK,
        fixture.table.wspGetOverlappedResult(client, receive.overlapped(), 0));
    fixture.adapter.release();
    fixture.upcalls.awaitClosed(client);
    assertEquals(WsaError.WSA_OPERATION_ABORTED, receive.overlapped().status());
  }

  /** CLO-2, CLO-3, CLO-4: an adapter that never flushes does not keep the socket open for ever. */
  @Rules({"CLO-2", "CLO-3", "CLO-4"})
  @Test
  void completesWhatTheAdapterDoesNotFlushInTime() throws Exception {
    Limits limits = new Limits(TimeUnit.MILLISECONDS.toNanos(20), HalFixture.LIMITS.cleanupNanos(),
        HalFixture.LIMITS.tickNanos());
    try (HalFixture late = new HalFixture(new LoopbackAdapter(), limits)) {
      Pair pair = late.connect();
      late.adapter.holdFlush = true;
      Receive silent = late.receive(pair.client(), true);
      Receive first = late.receive(pair.client(), false);
      Receive second = late.receive(pair.client(), false);
      late.table.wspCloseSocket(pair.client());
      late.upcalls.awaitClosed(pair.client());
      assertEquals(WsaError.WSA_OPERATION_ABORTED, silent.overlapped().status());
      assertEquals(List.of(first.overlapped(), second.overlapped()),
          late.upcalls.completed(pair.client()));
    }
  }

  /** CLO-2: a message that had arrived may complete its receive with success. */
  @Rules("CLO-2")
  @Test
  void deliversWhatHadArrivedWhenItCloses() throws Exception {
    Receive first = fixture.receive(server, true);
    Receive second = fixture.receive(server, true);
    fixture.send(client, "x");
    fixture.close(server);
    assertEquals(WsaError.NO_ERROR, first.overlapped().status());
    assertEquals("x".length(), first.overlapped().bytes());
    assertEquals(WsaError.WSA_OPERATION_ABORTED, second.overlapped().status());
  }

  /** CLO-7: from any state. */
  @Test
  void closesFromEveryState() throws Exception {
    SocketDescriptor created = fixture.socket();
    fixture.close(created);
    SocketDescriptor withMemory = fixture.socket();
    fixture.allocate(withMemory, 64);
    fixture.receive(withMemory, false);
    fixture.close(withMemory);
    SocketDescriptor bound = fixture.socket();
    fixture.table.wspBind(bound, HalFixture.address(HalFixture.freePort()));
    fixture.close(bound);
    HalFixture.Event failed = new HalFixture.Event();
    SocketDescriptor refused = fixture.socket();
    Receive receive = fixture.receive(refused, false);
    fixture.table.wspEventSelect(refused, failed, NetworkEvent.Kind.FD_CONNECT);
    fixture.table.wspConnect(refused, HalFixture.address(HalFixture.freePort()));
    failed.await();
    fixture.close(refused);
    assertEquals(WsaError.WSA_OPERATION_ABORTED, receive.overlapped().status());
    assertEquals(2, fixture.adapter.openQueuePairs());
  }

  /** CLO-6: of several threads that close, one does. */
  @Rules("CLO-6")
  @Test
  void isClosedByOneOfSeveralThreads() throws Exception {
    for (int i = 0; i < 200; i++) {
      SocketDescriptor socket = fixture.socket();
      fixture.receive(socket, false);
      List<Thread> threads = new ArrayList<>();
      List<WsaError> errors = new ArrayList<>();
      for (int j = 0; j < 3; j++) {
        threads.add(Thread.ofPlatform().start(() -> {
          try {
            fixture.table.wspCloseSocket(socket);
          } catch (WsaException e) {
            synchronized (errors) {
              errors.add(e.error());
            }
          }
        }));
      }
      for (Thread each : threads) {
        HalFixture.join(each);
      }
      fixture.upcalls.awaitClosed(socket);
      assertEquals(List.of(WsaError.WSAENOTSOCK, WsaError.WSAENOTSOCK), errors);
    }
  }
}
