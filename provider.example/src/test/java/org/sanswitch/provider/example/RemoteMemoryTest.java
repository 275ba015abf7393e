package org.sanswitch.provider.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sanswitch.provider.example.Bench.poll;
import static org.sanswitch.provider.example.Bench.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.QueuePair.Access;
import org.sanswitch.hal.QueuePair.RemoteRegion;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Rules;

/** The memory of the peer, and who may reach it. */
@Rules({"MEM-1", "MEM-2", "MEM-5"})
class RemoteMemoryTest {

  private static final byte[] DATA = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final byte[] ZEROS = new byte[8];
  private static final List<String> DONE = List.of("1 OK 8");
  private static final List<String> REFUSED = List.of("1 REMOTE_ACCESS 0");

  private final Arena arena = Arena.ofShared();
  private Bench bench;
  private QueuePair client;
  private QueuePair server;
  private MemoryRegion local;

  @BeforeEach
  void connect() throws AdapterException {
    bench = new Bench().connected();
    client = bench.client;
    server = bench.server;
    local = client.allocate(DATA.length);
    local.segment().copyFrom(MemorySegment.ofArray(DATA));
  }

  @AfterEach
  void nothingIsLeft() {
    bench.close();
    arena.close();
  }

  private RemoteRegion remote(Access... access) throws AdapterException {
    EnumSet<Access> all = EnumSet.noneOf(Access.class);
    all.addAll(List.of(access));
    return (RemoteRegion) server.register(arena.allocate(DATA.length), all);
  }

  private static byte[] bytes(MemoryRegion region) {
    return region.segment().toArray(ValueLayout.JAVA_BYTE);
  }

  private List<String> write(byte[] descriptor, long offset) {
    assertEquals(AdapterError.OK,
        client.postWrite(1, vector(local, 0, DATA.length), descriptor, offset));
    return poll(client);
  }

  private List<String> read(byte[] descriptor, long offset) {
    assertEquals(AdapterError.OK,
        client.postRead(1, vector(local, 0, DATA.length), descriptor, offset));
    return poll(client);
  }

  @Test
  void thePeerWritesAndReadsWhatItMay() throws AdapterException {
    RemoteRegion region = remote(Access.REMOTE_WRITE, Access.REMOTE_READ);
    assertEquals(DONE, write(region.descriptor(), 0));
    assertArrayEquals(DATA, bytes(region));
    local.segment().fill((byte) 0);
    assertEquals(DONE, read(region.descriptor(), 0));
    assertArrayEquals(DATA, bytes(local));
  }

  @Test
  void readableIsNotWritableAndWritableIsNotReadable() throws AdapterException {
    RemoteRegion readable = remote(Access.REMOTE_READ);
    assertEquals(REFUSED, write(readable.descriptor(), 0));
    assertArrayEquals(ZEROS, bytes(readable));
    RemoteRegion writable = remote(Access.REMOTE_WRITE);
    assertEquals(REFUSED, read(writable.descriptor(), 0));
    assertArrayEquals(DATA, bytes(local));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 8, -1, Long.MAX_VALUE, Long.MIN_VALUE})
  void nothingOutsideOfTheRegionIsReached(long offset) throws AdapterException {
    RemoteRegion region = remote(Access.REMOTE_WRITE);
    assertEquals(REFUSED, write(region.descriptor(), offset));
    assertArrayEquals(ZEROS, bytes(region));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 9, 64})
  void aDescriptorOfAnyOtherLengthIsRefused(int length) throws AdapterException {
    RemoteRegion region = remote(Access.REMOTE_WRITE);
    assertEquals(REFUSED, write(Arrays.copyOf(region.descriptor(), length), 0));
  }

  @Test
  void anInventedKeyIsRefused() throws AdapterException {
    byte[] descriptor = remote(Access.REMOTE_WRITE).descriptor();
    descriptor[0]++;
    assertEquals(REFUSED, write(descriptor, 0));
  }

  @Test
  void theKeyIsWorthlessAfterDeregistration() throws AdapterException {
    RemoteRegion region = remote(Access.REMOTE_WRITE);
    server.deregister(region);
    assertEquals(REFUSED, write(region.descriptor(), 0));
    assertArrayEquals(ZEROS, bytes(region));
  }

  @Test
  void theKeyIsWorthlessOverAnotherConnection() throws AdapterException {
    RemoteRegion region = remote(Access.REMOTE_WRITE);
    QueuePair client2 = bench.adapter.createQueuePair("client2");
    QueuePair server2 = bench.adapter.createQueuePair("server2");
    client2.connect(Bench.CLIENT, Bench.SERVER);
    bench.events();
    bench.told.requests.getLast().accept(server2);
    MemoryRegion source = client2.allocate(8);
    assertEquals(AdapterError.OK,
        client2.postWrite(1, vector(source, 0, 8), region.descriptor(), 0));
    assertEquals(REFUSED, poll(client2));
  }

  @Test
  void nothingIsReachedAfterTheConnection() throws AdapterException {
    RemoteRegion region = remote(Access.REMOTE_WRITE);
    server.disconnect();
    assertEquals(AdapterError.DISCONNECTED,
        client.postWrite(1, vector(local, 0, 8), region.descriptor(), 0));
  }

  @Test
  void memoryThatItsOwnerHasFreedIsOutOfReach() throws AdapterException {
    Arena freed = Arena.ofShared();
    RemoteRegion region =
        (RemoteRegion) server.register(freed.allocate(8), EnumSet.of(Access.REMOTE_WRITE));
    freed.close();
    assertEquals(REFUSED, write(region.descriptor(), 0));
  }

  /** A write behind messages that wait has to wait as well. */
  @Test
  void transfersCompleteInTheOrderOfPosting() throws AdapterException {
    RemoteRegion region = remote(Access.REMOTE_WRITE);
    for (int i = 0; i < 5; i++) {
      Bench.send(client, 10 + i, i);
    }
    assertEquals(4, poll(client).size());
    assertEquals(List.of(), write(region.descriptor(), 0));
    assertArrayEquals(ZEROS, bytes(region));
    server.postReceive(1, server.allocate(8), 0, 8);
    assertEquals(List.of("14 OK 1", "1 OK 8"), poll(client));
    assertArrayEquals(DATA, bytes(region));
  }

  @Test
  void whatBreaksTheContractIsNotPosted() throws AdapterException {
    byte[] descriptor = remote(Access.REMOTE_WRITE).descriptor();
    BufferVector unregistered = new BufferVector();
    unregistered.add(new byte[8], 0, 8);
    assertEquals(AdapterError.INVALID, client.postWrite(1, unregistered, descriptor, 0));
    int tooLong = bench.adapter.info().maxRdmaSize() + 1;
    MemoryRegion large = client.allocate(tooLong);
    assertEquals(AdapterError.MESSAGE_SIZE,
        client.postWrite(1, vector(large, 0, tooLong), descriptor, 0));
  }

  @Test
  void anAdapterWithoutReadSaysSo() throws AdapterException {
    try (Bench other = new Bench(false).connected()) {
      MemoryRegion target = other.client.allocate(8);
      assertEquals(AdapterError.NOT_SUPPORTED,
          other.client.postRead(1, vector(target, 0, 8), new byte[8], 0));
    }
  }
}
