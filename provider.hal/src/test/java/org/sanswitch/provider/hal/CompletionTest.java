package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.provider.hal.HalFixture.Pair;
import org.sanswitch.provider.hal.HalFixture.Receive;
import org.sanswitch.provider.hal.loopback.LoopbackAdapter;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WspProcedureTable;

/** CMP-1 to CMP-3, ACC-3. */
class CompletionTest extends ConnectedSockets {

  /** The progress thread comes too late for what it has to make up for. */
  private static final Limits NO_TICKS =
      new Limits(HalFixture.LIMITS.flushNanos(), HalFixture.LIMITS.cleanupNanos(),
          TimeUnit.HOURS.toNanos(1));

  private WsaError pollAny(SocketDescriptor socket) {
    return fixture.table.wspGetOverlappedResult(socket, null, WspProcedureTable.POLL);
  }

  /** CMP-1: the provider answers WSA_IO_PENDING even for what is complete already. */
  @Rules("CMP-1")
  @Test
  void startsTransfersAndCompletesThemByPolling() throws Exception {
    Receive receive = fixture.receive(server, true);
    Overlapped send = fixture.send(client, "hello");
    assertEquals(WsaError.NO_ERROR, fixture.poll(client, send));
    assertEquals(5, send.bytes());
    assertEquals(WsaError.NO_ERROR, fixture.poll(server, receive.overlapped()));
    assertEquals("hello", receive.text());
  }

  /** CMP-2. */
  @Rules("CMP-2")
  @Test
  void answersIncompleteWhilePendingAndNeverNotifiesPollOnlyRequests() throws Exception {
    Receive receive = fixture.receive(server, true);
    assertEquals(WsaError.WSA_IO_INCOMPLETE,
        fixture.table.wspGetOverlappedResult(server, receive.overlapped(), 0));
    fixture.send(client, "x");
    fixture.poll(server, receive.overlapped());
    assertEquals(List.of(), fixture.upcalls.completed(server));
  }

  /** CMP-3. */
  @Rules("CMP-3")
  @Test
  void notifiesThePollerItselfExactlyOnce() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();
    fixture.upcalls.onComplete((handle, overlapped) -> thread.set(Thread.currentThread()));
    fixture.table.wspGetOverlappedResult(server, null, 0);
    Receive receive = fixture.receive(server, false);
    fixture.send(client, "x");
    assertEquals(WsaError.NO_ERROR, fixture.poll(server, receive.overlapped()));
    // The status is stored first; where the progress thread has it in hand, the upcall follows.
    fixture.upcalls.await("the upcall", () -> !fixture.upcalls.completed(server).isEmpty());
    assertEquals(List.of(receive.overlapped()), fixture.upcalls.completed(server));
    assertEquals(WsaError.WSA_IO_INCOMPLETE, pollAny(server));
    assertEquals(1, fixture.upcalls.completed(server).size());
  }

  /** CMP-3: without WSPGetOverlappedResult, upcalls come all the same. */
  @Rules("CMP-3")
  @Test
  void notifiesFromTheProgressThreadWhenNobodyPolls() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();
    fixture.upcalls.onComplete((handle, overlapped) -> thread.set(Thread.currentThread()));
    for (int i = 0; i < 50; i++) {
      Receive receive = fixture.receive(server, false);
      fixture.send(client, "message " + i);
      assertEquals(WsaError.NO_ERROR, fixture.await(receive.overlapped()));
      assertEquals("message " + i, receive.text());
    }
    fixture.upcalls.await("upcalls", () -> fixture.upcalls.completed(server).size() == 50);
    assertTrue(thread.get().getName().endsWith("-progress"));
  }

  /** CMP-3: a socket that was polled, and is not any longer, still gets its upcalls. */
  @Rules("CMP-3")
  @Test
  void notifiesSocketsThatWerePolledAndAreNotAnyLonger() throws Exception {
    for (int i = 0; i < 20; i++) {
      Receive polled = fixture.receive(server, false);
      fixture.send(client, "a");
      fixture.poll(server, polled.overlapped());
      Receive left = fixture.receive(server, false);
      fixture.send(client, "b");
      assertEquals(WsaError.NO_ERROR, fixture.await(left.overlapped()));
    }
  }

  /** CMP-3. */
  @Rules("CMP-3")
  @Test
  void notifiesPromptlyAfterNotifyWasAskedFor() throws Exception {
    for (int i = 0; i < 50; i++) {
      Receive receive = fixture.receive(server, false);
      assertEquals(WsaError.WSA_IO_INCOMPLETE,
          fixture.table.wspGetOverlappedResult(server, receive.overlapped(),
              WspProcedureTable.NOTIFY));
      fixture.send(client, "x");
      assertEquals(WsaError.NO_ERROR, fixture.await(receive.overlapped()));
    }
  }

  /** CMP-3: also when it is asked for inside an upcall, and poll-only requests complete after that. */
  @Rules("CMP-3")
  @Test
  void notifiesPromptlyAfterNotifyWasAskedForInsideAnUpcall() throws Exception {
    try (HalFixture slow = new HalFixture(new LoopbackAdapter(), NO_TICKS)) {
      Pair pair = slow.connect();
      SocketDescriptor end = pair.server();
      slow.upcalls.onComplete((handle, overlapped) -> {
        if (handle.context == end) {
          slow.send(end, "poll only");
          slow.table.wspGetOverlappedResult(end, null, WspProcedureTable.NOTIFY);
        }
      });
      for (int i = 0; i < 20; i++) {
        Receive first = slow.receive(end, false);
        Receive second = slow.receive(end, false);
        slow.send(pair.client(), "first");
        slow.poll(end, first.overlapped());
        slow.send(pair.client(), "second");
        assertEquals(WsaError.NO_ERROR, slow.await(second.overlapped()));
      }
    }
  }

  /** CMP-3: NOTIFY finds what is there already. */
  @Rules("CMP-3")
  @Test
  void completesWhatIsThereWhenNotifyIsAskedFor() throws Exception {
    Receive receive = fixture.receive(server, true);
    fixture.send(client, "x");
    WsaError status = fixture.table.wspGetOverlappedResult(server, receive.overlapped(),
        WspProcedureTable.NOTIFY);
    if (status == WsaError.WSA_IO_INCOMPLETE) { // another thread has it in hand
      status = fixture.await(receive.overlapped());
    }
    assertEquals(WsaError.NO_ERROR, status);
  }

  /** CMP-3: receives complete in the order in which they were posted. */
  @Rules("CMP-3")
  @Test
  void completesReceivesInOrder() throws Exception {
    List<Receive> receives = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      receives.add(fixture.receive(server, false));
    }
    for (int i = 0; i < 40; i++) {
      fixture.send(client, "message " + i);
      if (i % 3 == 0) {
        pollAny(client);
      }
    }
    fixture.await(receives.get(39).overlapped());
    fixture.upcalls.await("upcalls", () -> fixture.upcalls.completed(server).size() == 40);
    for (int i = 0; i < 40; i++) {
      assertEquals("message " + i, receives.get(i).text());
      assertSame(receives.get(i).overlapped(), fixture.upcalls.completed(server).get(i));
    }
  }

  /** An upcall may call down again for the same socket. */
  @Test
  void isReentrantInsideUpcalls() throws Exception {
    MemoryRegion region = fixture.allocate(server, 4096);
    List<WsaError> nested = new CopyOnWriteArrayList<>();
    fixture.upcalls.onComplete((handle, overlapped) -> {
      if (handle.context == server) {
        Overlapped next = HalFixture.operation(false);
        nested.add(fixture.table.wspRecv(server, region, 0, 256, next));
        nested.add(fixture.table.wspSend(server, HalFixture.vector("back"),
            HalFixture.operation(true)));
        nested.add(fixture.table.wspGetOverlappedResult(server, next, WspProcedureTable.POLL));
      }
    });
    Receive first = fixture.receive(server, false);
    for (int i = 0; i < 10; i++) {
      Receive back = fixture.receive(client, true);
      fixture.send(client, "forth");
      fixture.poll(client, back.overlapped());
      assertEquals("back", back.text());
    }
    fixture.await(first.overlapped());
    fixture.upcalls.await("upcalls", () -> fixture.upcalls.completed(server).size() == 10);
    // An upcall is counted when it begins; the last one may be in the middle of its calls.
    fixture.upcalls.await("the calls of all upcalls", () -> nested.size() == 30);
    for (int i = 0; i < nested.size(); i += 3) {
      assertEquals(List.of(WsaError.WSA_IO_PENDING, WsaError.WSA_IO_PENDING,
          WsaError.WSA_IO_INCOMPLETE), nested.subList(i, i + 3));
    }
  }

  /** ACC-3. */
  @Rules("ACC-3")
  @Test
  void keepsTheFirstMessageForTheFirstReceiveThatIsPostedLater() throws Exception {
    fixture.send(client, "negotiate");
    pollAny(server);
    Receive first = fixture.receive(server, false);
    assertEquals(WsaError.NO_ERROR, fixture.await(first.overlapped()));
    assertEquals("negotiate", first.text());
    Receive second = fixture.receive(server, true);
    fixture.send(client, "data");
    fixture.poll(server, second.overlapped());
    assertEquals("data", second.text());
  }

  /** ACC-3: receives that were posted first are filled one-to-one, too. */
  @Rules("ACC-3")
  @Test
  void deliversTheFirstMessageToTheFirstOfSeveralReceives() throws Exception {
    Receive first = fixture.receive(server, true);
    Receive second = fixture.receive(server, true);
    fixture.send(client, "one");
    fixture.poll(server, first.overlapped());
    assertFalse(second.overlapped().isComplete());
    fixture.send(client, "two");
    fixture.poll(server, second.overlapped());
    assertEquals("one two", first.text() + " " + second.text());
  }

  /** ACC-3: the early buffer has 512 bytes. */
  @Rules("ACC-3")
  @Test
  void tellsThatTheFirstMessageWasTooLong() throws Exception {
    MemoryRegion region = fixture.allocate(client, 600);
    BufferVector vector = new BufferVector();
    vector.add(region.segment(), 0, 600, region);
    fixture.table.wspSend(client, vector, HalFixture.operation(true));
    Receive first = fixture.receive(server, true, 1024);
    assertEquals(WsaError.WSAEMSGSIZE, fixture.poll(server, first.overlapped()));
  }

  /** A message that is longer than its receive, early or not. */
  @Test
  void tellsThatAMessageIsLongerThanItsReceive() throws Exception {
    for (int i = 0; i < 2; i++) {
      Receive receive = fixture.receive(server, true, 3);
      fixture.send(client, "long");
      assertEquals(WsaError.WSAEMSGSIZE, fixture.poll(server, receive.overlapped()));
    }
  }

  /** The queues have bounds. */
  @Test
  void answersNoBuffersWhenAQueueIsFull() throws Exception {
    fixture.adapter.holdSends = true;
    for (int i = 0; i < 64; i++) {
      fixture.send(client, "x");
      fixture.receive(client, true);
    }
    assertEquals(WsaError.WSAENOBUFS,
        fixture.table.wspSend(client, HalFixture.vector("x"), HalFixture.operation(true)));
    MemoryRegion region = fixture.allocate(client, 16);
    assertEquals(WsaError.WSAENOBUFS,
        fixture.table.wspRecv(client, region, 0, 16, HalFixture.operation(true)));
    fixture.adapter.release();
    fixture.poll(client, fixture.sendWhenPossible(client));
  }

  /** The adapter must get the next message, or it would not wake the peer. */
  @Test
  void passesOnThatAMessageIsFollowedButForTheOneThatFillsTheQueue() throws Exception {
    fixture.adapter.holdSends = true;
    for (int i = 0; i < 64; i++) {
      BufferVector vector = HalFixture.vector("x");
      vector.followed(true);
      assertEquals(WsaError.WSA_IO_PENDING,
          fixture.table.wspSend(client, vector, HalFixture.operation(true)));
      assertEquals(i < 63, fixture.adapter.followed);
    }
    fixture.adapter.release();
  }

  /** Messages have a bound, and long ones need registered memory. */
  @Test
  void refusesMessagesThatCannotBeSent() throws Exception {
    BufferVector unregistered = new BufferVector();
    unregistered.add(new byte[257], 0, 257);
    assertEquals(WsaError.WSAEINVAL,
        fixture.table.wspSend(client, unregistered, HalFixture.operation(true)));
    MemoryRegion region = fixture.allocate(client, 8192);
    BufferVector tooLong = new BufferVector();
    tooLong.add(region.segment(), 0, 4097, region);
    assertEquals(WsaError.WSAEMSGSIZE,
        fixture.table.wspSend(client, tooLong, HalFixture.operation(true)));
  }

  /** The vector comes back as it was, so that the caller can try again with it. */
  @Test
  void givesTheVectorBackAsItWas() throws Exception {
    MemoryRegion region = fixture.allocate(client, 64);
    BufferVector vector = new BufferVector();
    vector.add(new byte[4], 0, 4);
    vector.add(region.segment(), 8, 16, region);
    Receive receive = fixture.receive(server, true);
    assertEquals(WsaError.WSA_IO_PENDING,
        fixture.table.wspSend(client, vector, HalFixture.operation(true)));
    assertSame(region, vector.region(1));
    fixture.poll(server, receive.overlapped());
    assertEquals(20, receive.overlapped().bytes());
  }

  /** An upcall that throws is not the end. */
  @Test
  void survivesUpcallsThatThrow() throws Exception {
    fixture.upcalls.onComplete((handle, overlapped) -> {
      throw new IllegalStateException("the test throws from an upcall");
    });
    for (int i = 0; i < 3; i++) {
      Receive receive = fixture.receive(server, false);
      fixture.send(client, "x");
      assertEquals(WsaError.NO_ERROR, fixture.await(receive.overlapped()));
    }
  }
}
