package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.QueuePair.Access;
import org.sanswitch.hal.QueuePair.RemoteRegion;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;

/** MEM-5: a peer that has kept a descriptor tries it again after the registration has ended. */
@Timeout(60)
@Rules("MEM-5")
class StaleKeyTest {

  private static final int SIZE = 100_000;
  private static final int ROUNDS = 200;
  private static final byte ONE = 1;

  private static RemoteRegion register(Peer peer, MemorySegment memory) throws AdapterException {
    return (RemoteRegion) peer.queuePair.register(memory,
        EnumSet.of(Access.REMOTE_READ, Access.REMOTE_WRITE));
  }

  private static BufferVector vector(byte[] array) {
    BufferVector vector = new BufferVector();
    vector.add(array, 0, array.length);
    return vector;
  }

  private static byte[] bytes(long seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Neither may succeed, move a byte, or leave a completion behind. */
  private static void assertRefused(Peer client, byte[] descriptor, MemorySegment memory) {
    byte[] before = memory.toArray(ValueLayout.JAVA_BYTE);
    byte[] own = bytes(7);
    assertEquals(AdapterError.REMOTE_ACCESS,
        client.queuePair.postWrite(Peer.SEND, vector(own), descriptor, 0));
    assertArrayEquals(before, memory.toArray(ValueLayout.JAVA_BYTE));
    assertEquals(AdapterError.REMOTE_ACCESS,
        client.queuePair.postRead(Peer.SEND, vector(own), descriptor, 0));
    assertArrayEquals(bytes(7), own);
    assertEquals(null, client.tryNext());
  }

  @Test
  void refusesADescriptorThatThePeerHasKept() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      MemorySegment memory = pair.server().queuePair.allocate(SIZE).segment();
      RemoteRegion region = register(pair.server(), memory);
      byte[] kept = region.descriptor();
      assertEquals(AdapterError.OK,
          pair.client().queuePair.postWrite(Peer.SEND, vector(bytes(1)), kept, 0));
      pair.client().next();
      pair.server().queuePair.deregister(region);
      assertRefused(pair.client(), kept, memory);
    }
  }

  /** The same place in the table of keys, the same memory, another key. */
  @Test
  void refusesTheOldDescriptorWhenTheMemoryIsRegisteredAgain() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      MemorySegment memory = pair.server().queuePair.allocate(SIZE).segment();
      RemoteRegion old = register(pair.server(), memory);
      byte[] kept = old.descriptor();
      for (int i = 0; i < 10; i++) {
        pair.server().queuePair.deregister(old);
        old = register(pair.server(), memory);
        assertFalse(Arrays.equals(kept, old.descriptor()));
        assertRefused(pair.client(), kept, memory);
        byte[] bytes = bytes(i);
        assertEquals(AdapterError.OK,
            pair.client().queuePair.postWrite(Peer.SEND, vector(bytes), old.descriptor(), 0));
        pair.client().next();
        assertArrayEquals(bytes, memory.toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  @Test
  void refusesTheOldDescriptorWhenOtherMemoryHasItsPlace() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      MemoryRegion allocated = pair.server().queuePair.allocate(SIZE);
      RemoteRegion old = register(pair.server(), allocated.segment());
      byte[] kept = old.descriptor();
      pair.server().queuePair.deregister(old);
      pair.server().queuePair.deregister(allocated);
      MemorySegment other = pair.server().queuePair.allocate(SIZE).segment();
      register(pair.server(), other);
      assertRefused(pair.client(), kept, other);
    }
  }

  /** What was under way has ended when deregister returns; what comes later is refused. */
  @Test
  void writesNothingOnceDeregisterHasReturnedHoweverBusyThePeerIs() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      MemorySegment memory = pair.server().queuePair.allocate(SIZE).segment();
      byte[] ones = new byte[SIZE];
      Arrays.fill(ones, ONE);
      SynchronousQueue<byte[]> keys = new SynchronousQueue<>();
      SynchronousQueue<AdapterError> ends = new SynchronousQueue<>();
      Thread writer = Thread.ofPlatform().daemon().start(() -> {
        try {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] descriptor = keys.take();
            AdapterError answer;
            do {
              answer =
                  pair.client().queuePair.postWrite(Peer.SEND, vector(ones), descriptor, 0);
              pair.client().tryNext();
            } while (answer == AdapterError.OK || answer == AdapterError.NO_RESOURCES);
            ends.put(answer);
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      });
      for (int round = 0; round < ROUNDS; round++) {
        memory.fill((byte) 0);
        RemoteRegion region = register(pair.server(), memory);
        assertTrue(keys.offer(region.descriptor(), Recorder.BOUND_SECONDS, TimeUnit.SECONDS));
        awaitFirstByte(memory);
        pair.server().queuePair.deregister(region);
        memory.fill((byte) 0);
        assertEquals(AdapterError.REMOTE_ACCESS,
            ends.poll(Recorder.BOUND_SECONDS, TimeUnit.SECONDS));
        assertArrayEquals(new byte[SIZE], memory.toArray(ValueLayout.JAVA_BYTE));
      }
      assertTrue(writer.join(java.time.Duration.ofSeconds(Recorder.BOUND_SECONDS)));
    }
  }

  private static void awaitFirstByte(MemorySegment memory) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Recorder.BOUND_SECONDS);
    while ((byte) ValueLayout.JAVA_BYTE.varHandle().getVolatile(memory, 0L) != ONE) {
      assertTrue(System.nanoTime() - end < 0, "nothing was written");
      Thread.onSpinWait();
    }
  }
}
