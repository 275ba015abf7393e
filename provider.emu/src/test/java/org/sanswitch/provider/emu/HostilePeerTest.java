package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.hal.AdapterError;

/** Nothing that a peer writes into shared memory harms more than its own connection. */
@Timeout(120)
class HostilePeerTest {

  private static final byte[] SMALL = new byte[8];
  private static final byte[] LARGE = new byte[1000];

  private static long segment(Peer peer) {
    return peer.region.segment().address() - SegmentDescriptor.ARENA_OFFSET;
  }

  private static void assertDisconnectedAlone(Bench bench, Bench.Pair pair, Bench.Host host)
      throws Exception {
    host.events.await("disconnected");
    Bench.Pair other = bench.pair(pair.clientHost(), pair.serverHost());
    assertEquals(AdapterError.OK, other.client().send(LARGE));
    assertEquals(AdapterError.OK, other.server().received().error());
  }

  @Test
  void endsTheConnectionOnAnImpossibleCountOfReceives() throws Exception {
    try (Bench bench = new Bench()) {
      for (long count : List.of(-1L, Long.MIN_VALUE, Long.MAX_VALUE, 257L)) {
        Bench.Pair pair = bench.pair();
        RawMemory.putLong(segment(pair.server()) + SegmentDescriptor.POSTED_OFFSET, count);
        assertEquals(AdapterError.DISCONNECTED, pair.client().send(SMALL));
        assertDisconnectedAlone(bench, pair, pair.clientHost());
      }
    }
  }

  @Test
  void endsTheConnectionOnADescriptorOutsideTheArena() throws Exception {
    try (Bench bench = new Bench()) {
      long arena = EmuSettings.ARENA_SIZE;
      for (long descriptor : List.of(-1L, arena << 32 | 1, arena - 999 << 32 | 1000, 0x7fff_ffffL,
          0x8000_0000L)) {
        Bench.Pair pair = bench.pair();
        RawMemory.putLong(segment(pair.server()) + SegmentDescriptor.receive(0), descriptor);
        assertEquals(AdapterError.DISCONNECTED, pair.client().send(LARGE));
        assertDisconnectedAlone(bench, pair, pair.clientHost());
      }
    }
  }

  @Test
  void endsTheConnectionOnAnImpossibleLength() throws Exception {
    try (Bench bench = new Bench()) {
      for (int length : List.of(-1, Integer.MIN_VALUE, SegmentDescriptor.MAX_MESSAGE + 1)) {
        Bench.Pair pair = bench.pair();
        RawMemory.putLong(
            segment(pair.server()) + SegmentDescriptor.completion(0),
            1L << 32 | Integer.toUnsignedLong(length));
        assertEquals(new Peer.Done(0, AdapterError.DISCONNECTED, 0), pair.server().received());
        assertDisconnectedAlone(bench, pair, pair.serverHost());
      }
    }
  }

  /** Random words anywhere but in the arena, while both sides work. */
  @Test
  void survivesRandomWordsInItsSegments() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    try (Bench bench = new Bench()) {
      Bench.Host one = bench.host();
      Bench.Host two = bench.host();
      for (int i = 0; i < 60; i++) {
        Bench.Pair pair = bench.pair(one, two);
        for (int k = 0; k < 200; k++) {
          long base = segment(random.nextBoolean() ? pair.client() : pair.server());
          long at = random.nextInt((int) SegmentDescriptor.ARENA_OFFSET / 8) * 8L;
          RawMemory.putLong(
              base + at, random.nextBoolean() ? random.nextLong() : random.nextInt(300));
          pair.client().send(random.nextBoolean() ? SMALL : LARGE);
          pair.server().send(random.nextBoolean() ? SMALL : LARGE);
          pair.client().tryNext();
          pair.server().tryNext();
        }
        pair.client().queuePair.close();
        pair.server().queuePair.close();
      }
      Bench.Pair last = bench.pair(one, two);
      assertEquals(AdapterError.OK, last.client().send(LARGE));
      assertEquals(AdapterError.OK, last.server().received().error());
    }
  }

  /** A truncated mapping gives an InternalError, which ends this connection only. */
  @Test
  void confinesATruncatedSegmentToItsConnection() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Host one = bench.host();
      Bench.Host two = bench.host();
      Bench.Pair good = bench.pair(one, two);
      Peer server = new Peer(two.queuePair(), 4096, Peer.SLOTS);
      // Opened while it has a name: that goes with the connection.
      try (FileChannel file = open(bench, ((EmuQueuePair) server.queuePair).segmentId())) {
        Peer client = new Peer(one.queuePair(), 4096, Peer.SLOTS);
        bench.connect(one, two, client, server);
        file.truncate(0);
        assertNotEquals(AdapterError.OK, sendUntilRefused(client));
      }
      assertEquals(AdapterError.OK, good.client().send(LARGE));
      assertEquals(AdapterError.OK, good.server().received().error());
    }
  }

  /** The JVM may deliver the InternalError when the call that caused it has returned. */
  private static AdapterError sendUntilRefused(Peer peer) {
    AdapterError error = AdapterError.OK;
    for (int i = 0; i < 100 && error == AdapterError.OK; i++) {
      try {
        error = peer.send(LARGE);
      } catch (InternalError late) {
        System.out.println("delivered late: " + late.getMessage());
      }
    }
    return error;
  }

  private static FileChannel open(Bench bench, SegmentId segment) throws IOException {
    try (var all = Files.walk(bench.directory)) {
      Path file = all.filter(path -> path.endsWith(segment.file().toString()))
        .findFirst()
        .orElseThrow();
      return FileChannel.open(file, StandardOpenOption.WRITE);
    }
  }
}
