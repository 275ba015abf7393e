package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.QueuePair.Access;
import org.sanswitch.hal.QueuePair.RemoteRegion;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;

/** RDMA: only registered memory, only as registered, only by the connected peer (MEM-1, MEM-2). */
@Timeout(60)
@Rules({"MEM-1", "MEM-2"})
class RemoteMemoryTest {

  private static final int SIZE = 100_000;

  private static RemoteRegion register(Peer peer, Access access) throws AdapterException {
    MemoryRegion memory = peer.queuePair.allocate(SIZE);
    return (RemoteRegion) peer.queuePair.register(memory.segment(), EnumSet.of(access));
  }

  private static BufferVector vector(byte[] array) {
    BufferVector vector = new BufferVector();
    vector.add(array, 0, array.length / 2);
    vector.add(array, array.length / 2, array.length - array.length / 2);
    return vector;
  }

  @Test
  void writesAndReadsRegisteredMemory() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      byte[] bytes = new byte[SIZE - 10];
      new Random(1).nextBytes(bytes);
      RemoteRegion target = register(pair.server(), Access.REMOTE_WRITE);
      assertEquals(
          AdapterError.OK,
          pair.client().queuePair.postWrite(Peer.SEND, vector(bytes), target.descriptor(), 10));
      assertEquals(
          new Peer.Done(Peer.SEND, AdapterError.OK, bytes.length), pair.client().next());
      assertArrayEquals(
          bytes, target.segment().asSlice(10, bytes.length).toArray(ValueLayout.JAVA_BYTE));

      RemoteRegion source = register(pair.server(), Access.REMOTE_READ);
      source.segment().copyFrom(target.segment());
      byte[] back = new byte[bytes.length];
      assertEquals(
          AdapterError.OK,
          pair.client().queuePair.postRead(Peer.SEND, vector(back), source.descriptor(), 10));
      assertArrayEquals(bytes, back);
    }
  }

  @Test
  void keepsToAccessAndBounds() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      byte[] target = register(pair.server(), Access.REMOTE_WRITE).descriptor();
      byte[] source = register(pair.server(), Access.REMOTE_READ).descriptor();
      QueuePair client = pair.client().queuePair;
      BufferVector ten = vector(new byte[10]);
      assertEquals(AdapterError.REMOTE_ACCESS, client.postRead(0, ten, target, 0));
      assertEquals(AdapterError.REMOTE_ACCESS, client.postWrite(0, ten, source, 0));
      for (long offset : new long[]{-1, SIZE - 9, SIZE + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
        assertEquals(AdapterError.REMOTE_ACCESS, client.postWrite(0, ten, target, offset));
      }
      assertEquals(AdapterError.OK, client.postWrite(0, ten, target, SIZE - 10));
      target[0] ^= 1;
      assertEquals(AdapterError.REMOTE_ACCESS, client.postWrite(0, ten, target, 0));
      assertEquals(AdapterError.REMOTE_ACCESS, client.postWrite(0, ten, new byte[3], 0));
    }
  }

  /** MEM-5: revoked at once. MEM-3: what is in use or unknown stays. */
  @Rules("MEM-5")
  @Test
  void revokesAccessBeforeDeregisterReturns() throws Exception {
    try (Bench bench = new Bench()) {
      Bench.Pair pair = bench.pair();
      MemoryRegion memory = pair.server().queuePair.allocate(SIZE);
      MemoryRegion remote =
          pair.server().queuePair
            .register(memory.segment().asSlice(64, 64), EnumSet.of(Access.REMOTE_WRITE));
      byte[] descriptor = ((RemoteRegion) remote).descriptor();
      assertInvalid(pair.server(), memory);
      pair.server().queuePair.deregister(remote);
      assertEquals(
          AdapterError.REMOTE_ACCESS,
          pair.client().queuePair.postWrite(0, vector(new byte[1]), descriptor, 0));
      assertInvalid(pair.server(), remote);
      pair.server().queuePair.deregister(memory);
      assertInvalid(pair.server(), pair.server().region);
    }
  }

  private static void assertInvalid(Peer peer, MemoryRegion region) {
    AdapterException failed =
        assertThrows(AdapterException.class, () -> peer.queuePair.deregister(region));
    assertEquals(AdapterError.INVALID, failed.error());
  }

  @Test
  void givesNoRemoteAccessToMemoryOfItsOwn() throws Exception {
    try (Bench bench = new Bench();
        Arena arena = Arena.ofConfined()) {
      QueuePair queuePair = bench.host().queuePair();
      AdapterException failed =
          assertThrows(
              AdapterException.class,
              () -> queuePair.register(arena.allocate(100), EnumSet.of(Access.REMOTE_READ)));
      assertEquals(AdapterError.NOT_SUPPORTED, failed.error());
    }
  }

  /** Receives into memory of the caller's go through a buffer of the adapter's. */
  @Test
  void receivesIntoRegisteredMemoryOfTheCaller() throws Exception {
    try (Bench bench = new Bench();
        Arena arena = Arena.ofShared()) {
      Bench.Pair pair = bench.pair(bench.host(), bench.host(), 0);
      var memory = arena.allocate(8192);
      MemoryRegion region =
          pair.server().queuePair.register(memory, EnumSet.of(Access.LOCAL_WRITE));
      for (int size : new int[]{16, 3000}) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        assertEquals(AdapterError.OK, pair.server().queuePair.postReceive(1, region, 5, 4000));
        assertInvalid(pair.server(), region);
        assertEquals(AdapterError.OK, pair.client().send(bytes));
        assertEquals(new Peer.Done(1, AdapterError.OK, size), pair.server().received());
        assertArrayEquals(bytes, memory.asSlice(5, size).toArray(ValueLayout.JAVA_BYTE));
      }
      pair.server().queuePair.deregister(region);
    }
  }
}
