package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sanswitch.provider.hal.HalFixture.Receive;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.WsaError;

/** WSPGetOverlappedResult with a wait: CMP-2, BLK-4, BLK-10. */
class WaitTest extends ConnectedSockets {

  private static final long LONG = TimeUnit.SECONDS.toNanos(300);

  private HalConnection connection;

  @BeforeEach
  void findConnection() {
    connection = ((HalSocket) server).connection();
  }

  private Thread waiter(Receive receive, AtomicReference<WsaError> result) {
    return Thread.ofPlatform()
      .start(() -> result.set(
          fixture.table.wspGetOverlappedResult(server, receive.overlapped(), LONG)));
  }

  private void awaitSleeper() {
    fixture.upcalls.await("a sleeper", connection.waiters::isInAdapter);
  }

  /** BLK-4. */
  @Test
  void waitsUntilTheOperationCompletes() throws Exception {
    for (int i = 0; i < 100; i++) {
      int told = connection.completions.told();
      Receive receive = fixture.receive(server, i % 2 == 0);
      AtomicReference<WsaError> result = new AtomicReference<>();
      Thread thread = waiter(receive, result);
      if (i % 3 == 0) {
        awaitSleeper();
      }
      fixture.send(client, "x");
      HalFixture.join(thread);
      assertEquals(WsaError.NO_ERROR, fixture.await(receive.overlapped()));
      assertTrue(result.get() == WsaError.NO_ERROR || result.get() == WsaError.WSA_IO_INCOMPLETE);
      // Else whoever told of it may tell so only now, and that ends the next wait before its sleep.
      fixture.upcalls.await("the end of this one", () -> connection.completions.told() != told);
    }
  }

  /** A wait ends when anything of the socket completes, whoever asks for what. */
  @Test
  void endsTheWaitOfEveryThreadWhenAnythingCompletes() throws Exception {
    Receive first = fixture.receive(server, true);
    Receive second = fixture.receive(server, true);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(waiter(second, new AtomicReference<>()));
    }
    awaitSleeper();
    fixture.upcalls.await("four threads that wait", () -> connection.waiters.present() == 4);
    fixture.send(client, "x");
    for (Thread each : threads) {
      HalFixture.join(each);
    }
    assertEquals(WsaError.NO_ERROR, first.overlapped().status());
    assertFalse(second.overlapped().isComplete());
  }

  /** A wait ends when another thread polls away what it waits for. */
  @Test
  void endsTheWaitWhenAnotherThreadPolls() throws Exception {
    Receive receive = fixture.receive(server, true);
    AtomicReference<WsaError> result = new AtomicReference<>();
    Thread thread = waiter(receive, result);
    awaitSleeper();
    fixture.send(client, "x");
    fixture.poll(server, receive.overlapped());
    HalFixture.join(thread);
    assertEquals(WsaError.NO_ERROR, result.get());
  }

  /** BLK-10. */
  @Test
  void endsTheWaitWhenTheWaitersAreWoken() throws Exception {
    Receive receive = fixture.receive(server, true);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(waiter(receive, new AtomicReference<>()));
    }
    fixture.upcalls.await("three threads that wait", () -> connection.waiters.present() == 3);
    fixture.table.wakeWaiters(server);
    for (Thread each : threads) {
      HalFixture.join(each);
    }
    assertFalse(receive.overlapped().isComplete());
  }

  /** BLK-10. */
  @Test
  void remembersAWakeForTheNextWait() throws Exception {
    Receive receive = fixture.receive(server, true);
    fixture.table.wakeWaiters(server);
    assertEquals(WsaError.WSA_IO_INCOMPLETE,
        fixture.table.wspGetOverlappedResult(server, receive.overlapped(), LONG));
  }

  /** BLK-10: the interrupt status stays set. */
  @Test
  void endsTheWaitWhenTheThreadIsInterrupted() throws Exception {
    Receive receive = fixture.receive(server, true);
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread thread = Thread.ofPlatform().start(() -> {
      fixture.table.wspGetOverlappedResult(server, receive.overlapped(), LONG);
      interrupted.set(Thread.currentThread().isInterrupted());
    });
    awaitSleeper();
    thread.interrupt();
    HalFixture.join(thread);
    assertEquals(true, interrupted.get());
  }

  /** BLK-9: what ends by time consumes nothing. */
  @Test
  void endsTheWaitWhenTheTimeIsOver() throws Exception {
    Receive receive = fixture.receive(server, true);
    assertEquals(WsaError.WSA_IO_INCOMPLETE,
        fixture.table.wspGetOverlappedResult(server, receive.overlapped(), 1_000_000));
    assertEquals(WsaError.WSA_IO_INCOMPLETE,
        fixture.table.wspGetOverlappedResult(server, null, 1_000_000));
    fixture.send(client, "x");
    assertEquals(WsaError.NO_ERROR, fixture.poll(server, receive.overlapped()));
  }

  /** CMP-3: a socket whose reader slept long and then went away still gets its upcalls. */
  @Rules("CMP-3")
  @Test
  void notifiesAfterALongSleep() throws Exception {
    Receive first = fixture.receive(server, true);
    Thread thread = waiter(first, new AtomicReference<>());
    fixture.upcalls.await("the socket to leave the list",
        () -> connection.waiters.isInAdapter() && !connection.isListed());
    fixture.send(client, "x");
    HalFixture.join(thread);
    fixture.await(first.overlapped());
    Receive second = fixture.receive(server, false);
    fixture.send(client, "y");
    assertEquals(WsaError.NO_ERROR, fixture.await(second.overlapped()));
  }

  /** No processor time when nobody does anything: the progress thread sleeps in the adapter. */
  @Test
  void leavesIdleSocketsAlone() throws Exception {
    fixture.receive(server, false);
    fixture.table.wspGetOverlappedResult(server, null, 0);
    fixture.upcalls.await("a long sleep",
        () -> fixture.adapter.lastWaitNanos >= TimeUnit.SECONDS.toNanos(1)
            && !connection.isListed());
  }
}
