package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.rules.Rules;

/** Connecting, talking and parting, with two adapters in one JVM. */
@Timeout(60)
class ConnectionTest {

  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  /** ACC-1, ACC-3. */
  @Rules({"ACC-1", "ACC-3"})
  @Test
  void carriesMessagesBothWaysOnceAccepted() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      assertEquals(AdapterError.OK, pair.client().send(HELLO));
      assertEquals(Peer.SEND, pair.client().next().id());
      assertArrayEquals(HELLO, pair.server().data(pair.server().received()));
      assertEquals(AdapterError.OK, pair.server().send(HELLO));
      assertArrayEquals(HELLO, pair.client().data(pair.client().received()));
    }
  }

  @Test
  void carriesRandomMessagesByteForByte() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      for (int i = 0; i < 20_000; i++) {
        boolean forth = random.nextBoolean();
        Peer from = forth ? pair.client() : pair.server();
        Peer to = forth ? pair.server() : pair.client();
        byte[] message = new byte[random.nextInt(random.nextBoolean() ? 64 : 4097)];
        random.nextBytes(message);
        assertEquals(AdapterError.OK, from.send(message));
        assertEquals(new Peer.Done(Peer.SEND, AdapterError.OK, message.length), from.next());
        Peer.Done received = to.received();
        assertEquals(AdapterError.OK, received.error());
        assertArrayEquals(message, to.data(received), "message " + i + ", seed " + seed);
        to.post(received.id());
      }
    }
  }

  /** LIS-2. */
  @Rules("LIS-2")
  @Test
  void refusesAtOnceWhenTheBacklogIsFull() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host server = bench.host();
      Bench.Host client = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      AdapterListener listener = server.adapter.listen(Bench.address(tcp), 1);
      client.queuePair().connect(Bench.anyPort(), Bench.address(tcp));
      server.events.expect("requested");
      client.queuePair().connect(Bench.anyPort(), Bench.address(tcp));
      AdapterException cause =
          (AdapterException) client.events.expect("connectFailed").detail();
      assertEquals(AdapterError.BACKLOG_FULL, cause.error());
      assertNull(server.events.peek());
      listener.close();
      cause = (AdapterException) client.events.expect("connectFailed").detail();
      // CON-3: the TCP/IP listener is there still, so this is not final.
      assertEquals(AdapterError.NOT_REACHED, cause.error());
    }
  }

  /** ACC-1, BLK-3. */
  @Rules({"ACC-1", "BLK-3"})
  @Test
  void withdrawsARequestWhenThePeerGivesUp() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host server = bench.host();
      Bench.Host client = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      server.adapter.listen(Bench.address(tcp), 1);
      QueuePair given = client.queuePair();
      given.connect(Bench.anyPort(), Bench.address(tcp));
      ConnectionRequest request =
          (ConnectionRequest) server.events.expect("requested").subject();
      given.close();
      server.events.expect("withdrawn");
      AdapterException gone =
          assertThrows(AdapterException.class, () -> request.accept(server.queuePair()));
      assertEquals(AdapterError.DISCONNECTED, gone.error());
    }
  }

  /** CLO-9: drained first. */
  @Rules("CLO-9")
  @Test
  void deliversWhatHadArrivedBeforeTheEnd() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      pair.client().send(HELLO);
      pair.client().send(HELLO);
      pair.client().queuePair.close();
      pair.serverHost().events.expect("disconnected");
      assertArrayEquals(HELLO, pair.server().data(pair.server().received()));
      assertArrayEquals(HELLO, pair.server().data(pair.server().received()));
      for (int i = 2; i < Peer.SLOTS; i++) {
        assertEquals(new Peer.Done(i, AdapterError.DISCONNECTED, 0), pair.server().received());
      }
      assertEquals(AdapterError.DISCONNECTED, pair.server().send(HELLO));
    }
  }

  /** CLO-2. */
  @Rules("CLO-2")
  @Test
  void flushesPendingReceivesWhenItDisconnectsItself() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      pair.server().queuePair.disconnect();
      for (int i = 0; i < Peer.SLOTS; i++) {
        assertEquals(new Peer.Done(i, AdapterError.FLUSHED, 0), pair.server().received());
      }
      pair.clientHost().events.expect("disconnected");
      assertNull(pair.serverHost().events.peek());
    }
  }

  @Test
  void reportsAMessageThatIsLongerThanItsReceive() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      assertEquals(AdapterError.OK, pair.client().send(new byte[5000]));
      assertEquals(new Peer.Done(0, AdapterError.MESSAGE_SIZE, 0), pair.server().received());
      assertEquals(AdapterError.MESSAGE_SIZE, pair.client().send(new byte[(64 << 10) + 1]));
    }
  }

  @Test
  void refusesToSendWithoutAPostedReceive() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      for (int i = 0; i < Peer.SLOTS; i++) {
        assertEquals(AdapterError.OK, pair.client().send(HELLO));
      }
      assertEquals(AdapterError.NO_RESOURCES, pair.client().send(HELLO));
      pair.server().post(pair.server().received().id());
      assertEquals(AdapterError.OK, pair.client().send(HELLO));
    }
  }

  /** Nothing is left of a connection when both ends have gone (CLO-8). */
  @Test
  void leavesNoFilesBehind() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      pair.clientHost().close();
      pair.serverHost().close();
      try (var left = Files.walk(bench.directory)) {
        assertEquals(
            0, left.filter(path -> !Files.isDirectory(path)).peek(System.out::println).count());
      }
    }
  }

  @Test
  void opensAgainAfterClose() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.host();
      host.adapter.close();
      host.adapter.close();
      assertEquals(0, host.adapter.addresses().size());
      host.adapter.open(host.events);
      assertEquals(
          true, host.adapter.addresses().stream().anyMatch(a -> a.address().isLoopbackAddress()));
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host host = bench.host();
      ServerSocketChannel tcp = bench.tcp();
      InetSocketAddress plain = Bench.address(tcp);
      assertReason(host, plain, RouteReason.PEER_HAS_NO_SWITCH);
      tcp.close();
      assertReason(host, plain, RouteReason.PEER_HAS_NO_SWITCH);
      assertReason(host, new InetSocketAddress("203.0.113.1", 80), RouteReason.NOT_IN_SUBNET);
    }
  }

  private static void assertReason(
      Bench.Host host, InetSocketAddress to, RouteReason reason) throws Exception {
    QueuePair queuePair = host.queuePair();
    AdapterException failed =
        assertThrows(
            AdapterException.class, () -> queuePair.connect(Bench.anyPort(), to));
    assertEquals(AdapterError.NOT_REACHED, failed.error());
    assertEquals(reason, failed.reason());
    queuePair.close();
  }

  /** A zeroed, aligned, reusable arena. */
  @Test
  void allocatesZeroedMemoryAgainAfterItWasFreed() throws Exception {
    try (Bench bench = new Bench()) {
      QueuePair queuePair = bench.host().queuePair();
      var first = queuePair.allocate(1 << 20);
      first.segment().fill((byte) 7);
      queuePair.deregister(first);
      var second = queuePair.allocate(4 << 20);
      assertEquals(0, second.segment().address() % 64);
      byte[] bytes = second.segment().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
      assertEquals(true, Arrays.equals(bytes, new byte[4 << 20]));
      AdapterException full =
          assertThrows(AdapterException.class, () -> queuePair.allocate(64));
      assertEquals(AdapterError.NO_RESOURCES, full.error());
      assertThrows(AdapterException.class, () -> queuePair.deregister(first));
    }
  }
}
