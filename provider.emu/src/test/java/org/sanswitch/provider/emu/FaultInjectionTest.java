package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.rules.Rules;

/** Each fault does what it says, to those connections that it shall hit. */
@Timeout(60)
class FaultInjectionTest {

  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
  private static final long LATE_MILLIS = 300;

  private static boolean isPlain(QueuePair queuePair) {
    return queuePair instanceof EmuQueuePair;
  }

  private static void exchange(Bench.Pair pair) {
    assertEquals(AdapterError.OK, pair.client().send(HELLO));
    Peer.Done received = pair.server().received();
    assertArrayEquals(HELLO, pair.server().data(received));
    pair.server().post(received.id());
    assertEquals(AdapterError.OK, pair.server().send(HELLO));
    received = pair.client().received();
    assertArrayEquals(HELLO, pair.client().data(received));
    pair.client().post(received.id());
  }

  /** What all faults cost where none hits: nothing is there. */
  @Test
  void leavesConnectionsAloneThatNoFaultHits() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.faulty("drop.after=1", "drop.every=3", "drop.limit=2");
      List<Boolean> plain = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        QueuePair made = host.queuePair();
        plain.add(isPlain(made));
        made.close();
      }
      assertEquals(List.of(true, true, false, true, true, false, true, true, true), plain);
    }
  }

  @Test
  void hitsTheSameConnectionsAgainWithTheSameSeed() throws Exception {
    try (Bench bench = new Bench()) {
      List<Boolean> first = hits(bench, 11);
      assertEquals(first, hits(bench, 11));
      assertFalse(first.equals(hits(bench, 12)), "another seed hits others: " + first);
      assertTrue(first.contains(true) && first.contains(false), first.toString());
    }
  }

  private static List<Boolean> hits(Bench bench, int seed) throws Exception {
    List<Boolean> hits = new ArrayList<>();
    try (Bench.Host host = bench.faulty("drop.after=1", "drop.percent=50", "seed=" + seed)) {
      for (int i = 0; i < 64; i++) {
        QueuePair made = host.queuePair();
        hits.add(!isPlain(made));
        made.close();
      }
    }
    return hits;
  }

  @Test
  void dropsTheConnectionAfterSoManyOperations() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair(bench.faulty("drop.after=5"), bench.host());
      exchange(pair);
      exchange(pair);
      assertEquals(AdapterError.OK, pair.client().send(HELLO));
      assertEquals(AdapterError.OK, pair.client().next().error());
      pair.serverHost().events.expect("disconnected");
      pair.clientHost().events.expect("disconnected");
      for (int i = 0; i < Peer.SLOTS; i++) {
        assertEquals(AdapterError.DISCONNECTED, pair.client().received().error());
      }
      assertEquals(AdapterError.DISCONNECTED, pair.client().send(HELLO));
      pair.client().queuePair.close();
    }
  }

  /** CLO-2: a stall ends with the connection, and nothing is told twice. */
  @Rules("CLO-2")
  @Test
  void completesNothingInAStallUntilTheConnectionIsClosed() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair(bench.faulty("stall.after=2"), bench.host());
      exchange(pair);
      assertEquals(AdapterError.OK, pair.client().send(HELLO));
      assertEquals(AdapterError.OK, pair.server().send(HELLO));
      assertTrue(pair.client().queuePair.completions().arm());
      pair.client().queuePair.completions().await(TimeUnit.MILLISECONDS.toNanos(20));
      assertNull(pair.client().tryNext());
      pair.client().queuePair.disconnect();
      assertEquals(AdapterError.OK, pair.client().received().error());
      for (int i = 1; i < Peer.SLOTS; i++) {
        assertEquals(AdapterError.FLUSHED, pair.client().received().error());
      }
      assertEquals(
          new Peer.Done(Peer.SEND, AdapterError.FLUSHED, 0), pair.client().next());
      assertNull(pair.client().tryNext());
      pair.client().queuePair.close();
      pair.serverHost().events.expect("disconnected");
    }
  }

  @Test
  void endsAStallWhenThePeerGoes() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair(bench.faulty("stall.after=0"), bench.host());
      assertEquals(AdapterError.OK, pair.client().send(HELLO));
      pair.server().queuePair.close();
      pair.clientHost().events.expect("disconnected");
      for (int i = 0; i < Peer.SLOTS; i++) {
        assertEquals(AdapterError.DISCONNECTED, pair.client().received().error());
      }
      assertEquals(AdapterError.DISCONNECTED, pair.client().next().error());
    }
  }

  @Test
  void takesNoMoreInAStallThanTheHardwareWould() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.faulty("stall.after=0");
      Bench.Pair pair = bench.pair(host, bench.host());
      for (int i = 0; i < host.adapter.info().maxSends(); i++) {
        assertEquals(AdapterError.OK, pair.client().send(HELLO));
      }
      assertEquals(AdapterError.NO_RESOURCES, pair.client().send(HELLO));
    }
  }

  @Test
  void delaysCompletionsAndKeepsTheirOrder() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair =
          bench.pair(bench.faulty("delay.micros=20000-40000", "seed=5"), bench.host());
      long start = System.nanoTime();
      for (byte i = 0; i < 5; i++) {
        assertEquals(AdapterError.OK, pair.server().send(new byte[]{i}));
      }
      for (byte i = 0; i < 5; i++) {
        assertArrayEquals(new byte[]{i}, pair.client().data(pair.client().received()));
        long took = System.nanoTime() - start;
        assertTrue(took >= TimeUnit.MILLISECONDS.toNanos(20),
            "the " + i + ". after " + took + " ns");
      }
    }
  }

  @Test
  void tellsAnArmedQueueWhenADelayedCompletionIsDue() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair(bench.faulty("delay.micros=20000"), bench.host());
      CompletionQueue queue = pair.client().queuePair.completions();
      assertTrue(queue.arm());
      assertEquals(AdapterError.OK, pair.server().send(HELLO));
      pair.clientHost().events.expect("completionsReady");
      long start = System.nanoTime();
      Peer.Done done = pair.client().tryNext(); // none yet, unless this took as long as the delay
      if (done == null && queue.arm()) {
        pair.clientHost().events.expect("completionsReady");
      }
      assertArrayEquals(HELLO,
          pair.client().data(done == null ? pair.client().received() : done));
      long took = System.nanoTime() - start;
      assertTrue(took >= TimeUnit.MILLISECONDS.toNanos(20), took + " ns");
    }
  }

  @Test
  void tellsTheOutcomeOfAConnectLate() throws Exception {
    try (Bench bench = new Bench()) {
      long start = System.nanoTime();
      Bench.Host client = bench.faulty("connect.delay.micros=" + LATE_MILLIS * 1000);
      Bench.Pair pair = bench.pair(client, bench.host());
      assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(LATE_MILLIS));
      exchange(pair);
      pair.server().queuePair.close();
      client.events.expect("disconnected");
    }
  }

  @Test
  void refusesMemoryAfterSoManyRegistrations() throws Exception {
    try (Bench bench = new Bench()) {
      QueuePair queuePair = bench.faulty("registration.after=2").queuePair();
      queuePair.allocate(64);
      queuePair.allocate(64);
      AdapterException refused =
          assertThrows(AdapterException.class, () -> queuePair.allocate(64));
      assertEquals(AdapterError.NO_RESOURCES, refused.error());
      assertEquals(RouteReason.NO_SHARED_MEMORY, refused.reason());
      queuePair.close();
    }
  }

  /** LIS-2: not signalled, and refused at once. */
  @Rules("LIS-2")
  @Test
  void refusesRequestsAsIfTheBacklogWereFull() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host server = bench.faulty("backlog.full=true", "backlog.limit=1");
      Bench.Host client = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      server.adapter.listen(Bench.address(tcp), 8);
      client.queuePair().connect(Bench.anyPort(), Bench.address(tcp));
      AdapterException full =
          (AdapterException) client.events.expect("connectFailed").detail();
      assertEquals(AdapterError.BACKLOG_FULL, full.error());
      assertNull(server.events.peek());
      client.queuePair().connect(Bench.anyPort(), Bench.address(tcp));
      server.events.expect("requested");
    }
  }

  @Test
  void neverAnswersARequest() throws Exception {
    try (Bench bench = new Bench()) {
      // Its events are processed here: nobody else is told of what is not answered.
      SanAdapter server = bench.faultyAdapter("request.unanswered=true", "request.every=2");
      Recorder events = new Recorder();
      server.open(events);
      Bench.Host client = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      server.listen(Bench.address(tcp), 8);
      client.queuePair().connect(Bench.anyPort(), Bench.address(tcp));
      processOne(server);
      events.expect("requested");
      QueuePair unanswered = client.queuePair();
      unanswered.connect(Bench.anyPort(), Bench.address(tcp));
      processOne(server);
      assertNull(events.peek());
      client.queuePair().connect(Bench.anyPort(), Bench.address(tcp));
      processOne(server);
      events.expect("requested");
      assertNull(client.events.peek());
      unanswered.close();
      processOne(server);
      client.queuePair().connect(Bench.anyPort(), Bench.address(tcp));
      processOne(server);
      assertNull(events.peek());
      server.close();
    }
  }

  private static void processOne(SanAdapter adapter) {
    while (adapter.processEvents(TimeUnit.SECONDS.toNanos(1)) == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void wakesASleeperLate() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair(bench.faulty("wakeup.late.millis=" + LATE_MILLIS), bench.host());
      CompletionQueue queue = pair.client().queuePair.completions();
      assertEquals(AdapterError.OK, pair.server().send(HELLO));
      long start = System.nanoTime();
      queue.await(TimeUnit.SECONDS.toNanos(Recorder.BOUND_SECONDS));
      assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(LATE_MILLIS));
      assertArrayEquals(HELLO, pair.client().data(pair.client().received()));
      queue.wake();
      queue.await(TimeUnit.SECONDS.toNanos(Recorder.BOUND_SECONDS * 10));
    }
  }

  @Test
  void tellsAnArmedQueueLateButTellsIt() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair(bench.faulty("wakeup.late.millis=" + LATE_MILLIS), bench.host());
      assertTrue(pair.client().queuePair.completions().arm());
      long start = System.nanoTime();
      assertEquals(AdapterError.OK, pair.server().send(HELLO));
      pair.clientHost().events.expect("completionsReady");
      assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(LATE_MILLIS));
    }
  }

  @Test
  void hasNoRdmaRead() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.faulty("rdma.read=false");
      assertFalse(host.adapter.info().rdmaRead());
      Bench.Pair pair = bench.pair(host, bench.host());
      BufferVector into = new BufferVector();
      into.add(new byte[8], 0, 8);
      assertEquals(
          AdapterError.NOT_SUPPORTED,
          pair.client().queuePair.postRead(Peer.SEND, into, new byte[24], 0));
      exchange(pair);
    }
  }

  @Test
  void carriesTinyMessagesOnly() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.faulty("message.size=4096");
      assertEquals(4096, host.adapter.info().maxMessageSize());
      Bench.Pair pair = bench.pair(host, bench.host());
      assertEquals(AdapterError.MESSAGE_SIZE, pair.client().send(new byte[4097]));
      assertEquals(AdapterError.OK, pair.client().send(new byte[4096]));
    }
  }
}
