package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sanswitch.api.RegistrationCounts;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.provider.hal.HalFixture.Pair;
import org.sanswitch.provider.hal.loopback.LoopbackAdapter;
import org.sanswitch.provider.hal.loopback.LoopbackQueuePair;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.CacheCallback;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** MEM-5: registrations that outlive WSPDeregisterMemory. */
@Rules("MEM-5")
class RegistrationCacheTest {

  private static final int SIZE = 1024;

  /** Registrations of the hardware abstraction itself: one for each of two sockets. */
  private static final int EARLY = 2;

  private static final Set<Access> READ = EnumSet.of(Access.READ);
  private static final Set<Access> WRITE = EnumSet.of(Access.WRITE);
  private static final Set<Access> BOTH = EnumSet.allOf(Access.class);

  private final Arena arena = Arena.ofShared();
  private HalFixture fixture;
  private SocketDescriptor client;
  private SocketDescriptor server;

  @BeforeEach
  void start() throws Exception {
    start(new CacheBounds(4, 4 * SIZE));
  }

  private void start(CacheBounds bounds) throws Exception {
    fixture = new HalFixture(new LoopbackAdapter(), HalFixture.limits(bounds));
    Pair pair = fixture.connect();
    client = pair.client();
    server = pair.server();
  }

  @AfterEach
  void end() {
    fixture.close();
    arena.close();
  }

  private MemoryRegion register(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
      throws WsaException {
    return fixture.function(socket, ExtensionFunction.WSPREGISTERMEMORY)
      .register(socket, memory, access);
  }

  private void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException {
    fixture.function(socket, ExtensionFunction.WSPDEREGISTERMEMORY).deregister(socket, region);
  }

  /** Registers and deregisters. */
  private MemorySegment keep(SocketDescriptor socket, MemorySegment memory) throws WsaException {
    deregister(socket, register(socket, memory, BOTH));
    return memory;
  }

  private CacheCallback callback() throws WsaException {
    return fixture.function(client, ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK);
  }

  private void evict(MemorySegment memory) throws WsaException {
    callback().evict(memory);
  }

  private void assertUnknown(MemorySegment memory) {
    assertEquals(WsaError.WSAEINVAL,
        assertThrows(WsaException.class, () -> evict(memory)).error());
  }

  private RegistrationCounts counts() throws WsaException {
    return callback().counts();
  }

  private void assertHits(long hits, long misses) throws WsaException {
    assertEquals(hits, counts().hits());
    assertEquals(misses, counts().misses());
    assertEquals(misses, fixture.adapter.registered());
  }

  @Test
  void findsMemoryAgainWithoutACallOfTheAdapter() throws Exception {
    MemorySegment memory = arena.allocate(SIZE);
    MemoryRegion first = register(client, memory, BOTH);
    deregister(client, first);
    assertEquals(new RegistrationCounts(1, SIZE, 0, 1, 0), counts());
    MemoryRegion second = register(client, memory, BOTH);
    assertEquals(new RegistrationCounts(0, 0, 1, 1, 0), counts());
    assertHits(1, 1);
    assertNotSame(first, second);
  }

  /** Who has kept the old region must not get access by it again. */
  @Test
  void refusesARegionThatWasDeregisteredAlsoWhenItsMemoryIsRegisteredAgain() throws Exception {
    MemorySegment memory = arena.allocate(SIZE);
    MemoryRegion old = register(client, memory, BOTH);
    deregister(client, old);
    register(client, memory, BOTH);
    assertEquals(WsaError.WSAEINVAL,
        fixture.table.wspRecv(client, old, 0, 8, HalFixture.operation(true)));
    assertEquals(WsaError.WSAEINVAL,
        fixture.table.wspSend(client, vector(old), HalFixture.operation(true)));
    assertEquals(WsaError.WSAEINVAL,
        assertThrows(WsaException.class, () -> deregister(client, old)).error());
  }

  private static BufferVector vector(MemoryRegion region) {
    BufferVector vector = new BufferVector();
    vector.add(region.segment(), 0, (int) region.segment().byteSize(), region);
    return vector;
  }

  @Test
  void servesAPartOfMemoryThatIsKept() throws Exception {
    MemorySegment memory = keep(server, arena.allocate(SIZE));
    fixture.send(client, "for the early receive");
    fixture.poll(server, fixture.receive(server, true).overlapped());
    MemoryRegion part = register(server, memory.asSlice(100, 50), BOTH);
    assertHits(1, 1);
    assertEquals(50, part.segment().byteSize());
    Overlapped receive = HalFixture.operation(true);
    assertEquals(WsaError.WSAEINVAL, fixture.table.wspRecv(server, part, 1, 50, receive));
    assertEquals(WsaError.WSA_IO_PENDING, fixture.table.wspRecv(server, part, 10, 40, receive));
    fixture.send(client, "x");
    fixture.poll(server, receive);
    assertEquals('x', memory.get(ValueLayout.JAVA_BYTE, 110));
    deregister(server, part);
    assertEquals(SIZE, counts().bytes());
    register(server, memory.asSlice(1000, 24), READ);
    assertHits(2, 1);
  }

  @Test
  void registersAnewWhatIsNotAllKept() throws Exception {
    MemorySegment memory = arena.allocate(SIZE);
    keep(client, memory.asSlice(0, 500));
    register(client, memory.asSlice(0, 501), BOTH);
    register(client, memory.asSlice(499, 2), BOTH);
    assertHits(0, 3);
  }

  /** MEM-2: what was registered for reading is never written. */
  @Rules("MEM-2")
  @Test
  void neverGivesMoreAccessThanAskedFor() throws Exception {
    MemorySegment memory = arena.allocate(SIZE);
    deregister(client, register(client, memory, READ));
    MemoryRegion both = register(client, memory, BOTH);
    assertHits(0, 2);
    deregister(client, both);
    MemoryRegion readOnly = register(client, memory, READ);
    MemoryRegion writeOnly = register(client, memory, WRITE);
    assertHits(1, 3);
    assertEquals(WsaError.WSAEINVAL,
        fixture.table.wspRecv(client, readOnly, 0, 8, HalFixture.operation(true)));
    assertEquals(WsaError.WSAEINVAL,
        fixture.table.wspSend(client, vector(writeOnly), HalFixture.operation(true)));
  }

  @Test
  void neverServesAnotherSocket() throws Exception {
    MemorySegment memory = keep(client, arena.allocate(SIZE));
    register(server, memory, BOTH);
    assertHits(0, 2);
  }

  /** Nobody has told that the memory went, and other memory is at its address now. */
  @Test
  void neverServesOtherMemoryAtTheSameAddress() throws Exception {
    MemorySegment memory = arena.allocate(SIZE);
    Arena life = Arena.ofShared();
    keep(client, MemorySegment.ofAddress(memory.address()).reinterpret(SIZE, life, null));
    keep(client, memory);
    assertHits(0, 2);
    life.close();
    register(client, memory, BOTH);
    assertHits(1, 2);
  }

  @Test
  void keepsNothingOfMemoryWhoseEndCannotBeSeen() throws Exception {
    MemorySegment memory = MemorySegment.ofAddress(arena.allocate(SIZE).address());
    MemorySegment endless = memory.reinterpret(SIZE);
    MemoryRegion region = register(client, endless, BOTH);
    evict(endless);
    deregister(client, region);
    assertUnknown(endless);
    keep(client, arena.allocate(4 * SIZE + 1));
    assertEquals(0, counts().entries());
    assertEquals(EARLY, fixture.adapter.memories());
  }

  @Test
  void evictsKnownMemoryOnly() throws Exception {
    MemorySegment memory = keep(client, arena.allocate(SIZE));
    MemorySegment other = keep(client, arena.allocate(SIZE));
    keep(server, memory);
    int before = fixture.adapter.memories();
    assertUnknown(arena.allocate(SIZE));
    evict(memory.asSlice(SIZE - 1, 1));
    assertEquals(before - 2, fixture.adapter.memories());
    assertEquals(new RegistrationCounts(1, SIZE, 0, 3, 2), counts());
    assertUnknown(memory);
    register(client, other, BOTH);
    assertHits(1, 3);
  }

  @Test
  void evictsMemoryWhoseArenaIsClosedAlready() throws Exception {
    Arena closed = Arena.ofShared();
    MemorySegment memory = keep(client, closed.allocate(SIZE));
    closed.close();
    evict(memory);
    assertEquals(0, counts().entries());
  }

  @Test
  void leavesMemoryInUseRegisteredAndDoesNotKeepItAfterwards() throws Exception {
    MemorySegment memory = arena.allocate(SIZE);
    MemoryRegion region = register(client, memory, BOTH);
    fixture.adapter.holdSends = true;
    Overlapped send = HalFixture.operation(true);
    fixture.table.wspSend(client, vector(region), send);
    evict(memory);
    assertEquals(WsaError.WSAEINVAL,
        assertThrows(WsaException.class, () -> deregister(client, region)).error());
    fixture.adapter.release();
    assertEquals(WsaError.NO_ERROR, fixture.poll(client, send));
    int before = fixture.adapter.memories();
    deregister(client, region);
    assertEquals(before - 1, fixture.adapter.memories());
    assertUnknown(memory);
  }

  @Test
  void endsTheLeastRecentlyUsedWhenThereAreTooMany() throws Exception {
    MemorySegment first = keep(client, arena.allocate(8));
    MemorySegment second = keep(server, arena.allocate(8));
    for (int i = 0; i < 2; i++) {
      keep(client, arena.allocate(8));
    }
    keep(client, first);
    keep(client, arena.allocate(8));
    assertEquals(new RegistrationCounts(4, 32, 1, 5, 1), counts());
    assertUnknown(second);
    evict(first);
  }

  @Test
  void endsAsManyAsItTakesWhenTheyAreTooLarge() throws Exception {
    MemorySegment first = keep(client, arena.allocate(SIZE));
    MemorySegment second = keep(server, arena.allocate(SIZE));
    keep(client, arena.allocate(3 * SIZE));
    assertEquals(new RegistrationCounts(2, 4 * SIZE, 0, 3, 1), counts());
    keep(client, arena.allocate(4 * SIZE));
    assertEquals(new RegistrationCounts(1, 4 * SIZE, 0, 4, 3), counts());
    assertUnknown(first);
    assertUnknown(second);
  }

  @Test
  void givesUpWhatIsKeptBeforeARegistrationFails() throws Exception {
    LoopbackAdapter adapter = fixture.adapter;
    adapter.maxMemories = EARLY + 2;
    keep(client, arena.allocate(8));
    keep(server, arena.allocate(8));
    MemoryRegion local = register(client, arena.allocate(8), BOTH);
    keep(server, arena.allocate(8));
    RdmaRegion remote =
        fixture.function(client, ExtensionFunction.WSPREGISTERRDMAMEMORY)
          .register(client, arena.allocate(8), READ);
    assertEquals(WsaError.WSAENOBUFS,
        assertThrows(WsaException.class, () -> register(client, arena.allocate(8), READ)).error());
    deregister(client, local);
    fixture.allocate(client, 8);
    deregister(client, remote);
    keep(client, arena.allocate(8));
    assertEquals(1, counts().entries());
    fixture.table.wspConnect(fixture.socket(), HalFixture.address(HalFixture.freePort()));
    assertEquals(0, counts().entries());
  }

  @Test
  void endsWhatIsKeptBeforeTheConnectionIsClosed() throws Exception {
    LoopbackQueuePair queuePair = fixture.adapter.queuePairs().get(0);
    MemoryRegion pending = fixture.receive(client, true).region();
    MemorySegment memory = keep(client, arena.allocate(SIZE));
    MemoryRegion used = register(client, arena.allocate(8), BOTH);
    int before = queuePair.memories();
    fixture.adapter.holdFlush = true;
    fixture.table.wspCloseSocket(client);
    assertEquals(before - 1, queuePair.memories());
    assertEquals(WsaError.WSAEINVAL,
        assertThrows(WsaException.class,
            () -> fixture.function(server, ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK)
              .evict(memory))
          .error());
    assertTrue(pending.segment().byteSize() > 0 && used.segment().byteSize() > 0);
    fixture.adapter.release();
    fixture.upcalls.awaitClosed(client);
    CacheCallback cache =
        fixture.function(server, ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK);
    assertThrows(WsaException.class, () -> cache.evict(used.segment()));
  }

  @Test
  void endsWhatIsKeptWithTheProvider() throws Exception {
    keep(client, arena.allocate(8));
    keep(server, arena.allocate(8));
    CacheCallback cache = callback();
    fixture.table.wspCleanup();
    assertEquals(new RegistrationCounts(0, 0, 0, 2, 2), cache.counts());
  }

  @Test
  void neverKeepsWhatThePeerMayReach() throws Exception {
    MemorySegment memory = keep(server, arena.allocate(SIZE));
    var registerRdma = fixture.function(server, ExtensionFunction.WSPREGISTERRDMAMEMORY);
    int before = fixture.adapter.memories();
    RdmaRegion old = registerRdma.register(server, memory, BOTH);
    fixture.function(server, ExtensionFunction.WSPDEREGISTERRDMAMEMORY).deregister(server, old);
    assertEquals(before, fixture.adapter.memories());
    registerRdma.register(server, memory, BOTH);
    register(server, memory, BOTH);
    Overlapped write = HalFixture.operation(true);
    fixture.function(client, ExtensionFunction.WSPRDMAWRITE)
      .transfer(client, vector(fixture.allocate(client, 8)), old.descriptor(), 0, write);
    assertEquals(WsaError.WSAEACCES, fixture.poll(client, write));
  }

  @Test
  void endsWhatIsKeptOfMemoryThatTheAdapterTakesBack() throws Exception {
    MemoryRegion allocated = fixture.allocate(client, SIZE);
    keep(client, allocated.segment().asSlice(64, 64));
    assertEquals(1, counts().entries());
    deregister(client, allocated);
    assertEquals(0, counts().entries());
  }

  @Test
  void keepsNothingWhereAnOperatorHasSwitchedItOff() throws Exception {
    fixture.close();
    start(new CacheBounds(0, SIZE));
    MemorySegment memory = arena.allocate(8);
    int before = fixture.adapter.memories();
    keep(client, memory);
    keep(client, memory);
    assertEquals(2, fixture.adapter.registered());
    assertEquals(before, fixture.adapter.memories());
    assertEquals(WsaError.WSAEOPNOTSUPP,
        assertThrows(WsaException.class, this::callback).error());
  }
}
