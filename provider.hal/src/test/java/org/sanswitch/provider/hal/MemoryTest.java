package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.provider.hal.HalFixture.Receive;
import org.sanswitch.provider.hal.loopback.LoopbackAdapter;
import org.sanswitch.rules.Rules;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** MEM-1 to MEM-4, INI-4, OPT-1; the cache of MEM-5 has a test of its own. */
class MemoryTest extends ConnectedSockets {

  private final Arena arena = Arena.ofShared();

  @Override
  @AfterEach
  void closeFixture() {
    super.closeFixture();
    arena.close();
  }

  private static void assertFails(WsaError error, Executable call) {
    assertEquals(error, assertThrows(WsaException.class, call).error());
  }

  private MemoryRegion register(SocketDescriptor socket, MemorySegment memory, Access... access)
      throws WsaException {
    EnumSet<Access> set = EnumSet.noneOf(Access.class);
    set.addAll(java.util.List.of(access));
    return fixture.function(socket, ExtensionFunction.WSPREGISTERMEMORY)
      .register(socket, memory,
          set);
  }

  private void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException {
    fixture.function(socket, ExtensionFunction.WSPDEREGISTERMEMORY).deregister(socket, region);
  }

  private static BufferVector all(MemoryRegion region) {
    BufferVector vector = new BufferVector();
    vector.add(region.segment(), 0, (int) region.segment().byteSize(), region);
    return vector;
  }

  /** MEM-1. */
  @Rules("MEM-1")
  @Test
  void sendsFromRegisteredMemoryWithoutACopy() throws Exception {
    MemorySegment memory = arena.allocate(1000);
    memory.fill((byte) 7);
    MemoryRegion region = register(client, memory, Access.READ);
    Receive first = fixture.receive(server, true);
    fixture.send(client, "first");
    fixture.poll(server, first.overlapped());
    Receive receive = fixture.receive(server, true, 1000);
    Overlapped send = HalFixture.operation(true);
    assertEquals(WsaError.WSA_IO_PENDING, fixture.table.wspSend(client, all(region), send));
    fixture.poll(server, receive.overlapped());
    assertEquals(7, receive.region().segment().get(ValueLayout.JAVA_BYTE, 999));
    fixture.poll(client, send);
    deregister(client, region);
  }

  /** MEM-1: registered before the socket is connected. */
  @Rules("MEM-1")
  @Test
  void registersMemoryBeforeTheSocketIsConnected() throws Exception {
    int port = HalFixture.freePort();
    HalFixture.Event requested = new HalFixture.Event();
    SocketDescriptor listener = fixture.listener(port, 1, requested);
    SocketDescriptor early = fixture.socket();
    Receive receive = fixture.receive(early, false);
    fixture.table.wspConnect(early, HalFixture.address(port));
    requested.await();
    SocketDescriptor accepted = fixture.accept(listener);
    fixture.send(accepted, "hello");
    assertEquals(WsaError.NO_ERROR, fixture.await(receive.overlapped()));
    assertEquals("hello", receive.text());
  }

  /** MEM-2. */
  @Rules("MEM-2")
  @Test
  void neverWritesReadOnlyMemoryNorReadsWriteOnlyMemory() throws Exception {
    MemoryRegion readOnly = register(client, arena.allocate(64), Access.READ);
    MemoryRegion writeOnly = register(client, arena.allocate(64), Access.WRITE);
    assertEquals(WsaError.WSAEINVAL,
        fixture.table.wspRecv(client, readOnly, 0, 64, HalFixture.operation(true)));
    assertEquals(WsaError.WSAEINVAL,
        fixture.table.wspSend(client, all(writeOnly), HalFixture.operation(true)));
  }

  /** MEM-3. */
  @Rules("MEM-3")
  @Test
  void refusesToDeregisterMemoryThatIsInUseOrUnknown() throws Exception {
    MemoryRegion region = register(client, arena.allocate(512), Access.READ, Access.WRITE);
    fixture.adapter.holdSends = true;
    Overlapped send = HalFixture.operation(true);
    fixture.table.wspSend(client, all(region), send);
    assertFails(WsaError.WSAEINVAL, () -> deregister(client, region));
    fixture.adapter.release();
    fixture.poll(client, send);
    deregister(client, region);
    assertFails(WsaError.WSAEINVAL, () -> deregister(client, region));
    assertFails(WsaError.WSAEINVAL, () -> deregister(client, () -> region.segment()));
    assertFails(WsaError.WSAEINVAL, () -> deregister(server, region));
    assertEquals(WsaError.WSAEINVAL,
        fixture.table.wspSend(client, all(region), HalFixture.operation(true)));
    assertEquals(WsaError.WSAEINVAL,
        fixture.table.wspRecv(client, region, 0, 8, HalFixture.operation(true)));
  }

  /** MEM-3: a receive that is bound to the early buffer uses its memory, too. */
  @Rules("MEM-3")
  @Test
  void countsTheReceiveThatIsBoundToTheEarlyBuffer() throws Exception {
    Receive receive = fixture.receive(server, true);
    assertFails(WsaError.WSAEINVAL, () -> deregister(server, receive.region()));
    fixture.send(client, "x");
    fixture.poll(server, receive.overlapped());
    deregister(server, receive.region());
  }

  /** MEM-3: a post that fails leaves nothing in use. */
  @Rules("MEM-3")
  @Test
  void leavesMemoryFreeWhenAPostFails() throws Exception {
    MemoryRegion region = register(client, arena.allocate(5000), Access.READ, Access.WRITE);
    MemoryRegion foreign = fixture.allocate(server, 16);
    assertEquals(WsaError.WSAEMSGSIZE,
        fixture.table.wspSend(client, all(region), HalFixture.operation(true)));
    BufferVector mixed = new BufferVector();
    mixed.add(region.segment(), 0, 16, region);
    mixed.add(foreign.segment(), 0, 16, foreign);
    assertEquals(WsaError.WSAEINVAL,
        fixture.table.wspSend(client, mixed, HalFixture.operation(true)));
    assertEquals(WsaError.WSAEINVAL,
        fixture.table.wspRecv(client, region, 4999, 2, HalFixture.operation(true)));
    deregister(client, region);
  }

  /** MEM-1. */
  @Rules("MEM-1")
  @Test
  void refusesHeapMemoryAndNoAccess() {
    assertFails(WsaError.WSAEFAULT,
        () -> register(client, MemorySegment.ofArray(new byte[8]), Access.READ));
    assertFails(WsaError.WSAEFAULT,
        () -> register(client, arena.allocate(8).asReadOnly(), Access.WRITE));
    assertFails(WsaError.WSAEINVAL, () -> register(client, arena.allocate(8)));
    Arena ended = Arena.ofShared();
    MemorySegment gone = ended.allocate(8);
    ended.close();
    assertFails(WsaError.WSAEFAULT, () -> register(client, gone, Access.READ));
    assertFails(WsaError.WSAEINVAL, () -> fixture.allocate(client, 0));
  }

  /** MEM-1, SES-4, SES-5. */
  @Rules("MEM-1")
  @Test
  void writesAndReadsMemoryOfThePeer() throws Exception {
    MemorySegment remote = arena.allocate(64);
    RdmaRegion region = fixture.function(server, ExtensionFunction.WSPREGISTERRDMAMEMORY)
      .register(server, remote, EnumSet.allOf(Access.class));
    MemoryRegion local = fixture.allocate(client, 32);
    local.segment().fill((byte) 5);
    Overlapped write = HalFixture.operation(true);
    assertEquals(WsaError.WSA_IO_PENDING,
        fixture.function(client, ExtensionFunction.WSPRDMAWRITE)
          .transfer(client, all(local),
              region.descriptor(), 16, write));
    assertEquals(WsaError.NO_ERROR, fixture.poll(client, write));
    assertEquals(5, remote.get(ValueLayout.JAVA_BYTE, 16));
    remote.fill((byte) 6);
    Overlapped read = HalFixture.operation(true);
    fixture.function(client, ExtensionFunction.WSPRDMAREAD)
      .transfer(client, all(local),
          region.descriptor(), 0, read);
    assertEquals(WsaError.NO_ERROR, fixture.poll(client, read));
    assertEquals(6, local.segment().get(ValueLayout.JAVA_BYTE, 31));
    fixture.function(server, ExtensionFunction.WSPDEREGISTERRDMAMEMORY).deregister(server, region);
  }

  /** MEM-2. */
  @Rules("MEM-2")
  @Test
  void failsTransfersThatThePeerDoesNotAllow() throws Exception {
    RdmaRegion readOnly = fixture.function(server, ExtensionFunction.WSPREGISTERRDMAMEMORY)
      .register(server, arena.allocate(64), EnumSet.of(Access.READ));
    MemoryRegion local = fixture.allocate(client, 32);
    var write = fixture.function(client, ExtensionFunction.WSPRDMAWRITE);
    Overlapped operation = HalFixture.operation(true);
    write.transfer(client, all(local), readOnly.descriptor(), 0, operation);
    assertEquals(WsaError.WSAEACCES, fixture.poll(client, operation));
    assertEquals(WsaError.WSAEINVAL, write.transfer(client, all(local), new byte[65], 0,
        HalFixture.operation(true)));
    assertEquals(WsaError.WSAEINVAL, write.transfer(client, all(local), new byte[4], -1,
        HalFixture.operation(true)));
  }

  /** MEM-1: only the one connected peer. */
  @Rules("MEM-1")
  @Test
  void registersForRdmaOnConnectedSocketsOnly() throws Exception {
    SocketDescriptor socket = fixture.socket();
    assertFails(WsaError.WSAENOTCONN,
        () -> fixture.function(socket, ExtensionFunction.WSPREGISTERRDMAMEMORY)
          .register(socket,
              arena.allocate(8), EnumSet.of(Access.READ)));
  }

  /** INI-4, OPT-1. */
  @Rules({"INI-4", "OPT-1"})
  @Test
  void saysWhatItDoesNotHave() throws Exception {
    AdapterInfo plain = new AdapterInfo("plain", "1", 8192, 0, 16, 8, 0, false, 0);
    Limits noCache = new Limits(1, 1_000_000_000, 1_000_000, new CacheBounds(0, 1));
    try (HalFixture other = new HalFixture(new LoopbackAdapter(plain), noCache)) {
      SocketDescriptor socket = other.socket();
      assertFails(WsaError.WSAEOPNOTSUPP,
          () -> other.function(socket, ExtensionFunction.WSPRDMAWRITE));
      assertFails(WsaError.WSAEOPNOTSUPP,
          () -> other.function(socket, ExtensionFunction.WSPREGISTERRDMAMEMORY));
      assertFails(WsaError.WSAEOPNOTSUPP,
          () -> other.function(socket, ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK));
      assertEquals(8192, other.table.wspGetSockOpt(socket, SanSocketOption.SO_MAX_MSG_SIZE));
      assertEquals(0, other.table.wspGetSockOpt(socket, SanSocketOption.SO_MAX_INJECT_SIZE));
      assertEquals(8, other.table.wspGetSockOpt(socket, SanSocketOption.SO_MAX_RECEIVES));
      assertEquals(0, other.table.wspGetSockOpt(socket, SanSocketOption.SO_MAX_RDMA_SIZE));
    }
  }

  /** OPT-1. */
  @Rules("OPT-1")
  @Test
  void keepsTheOptionsThatMayBeSet() throws Exception {
    fixture.table.wspSetSockOpt(client, SanSocketOption.SO_DEBUG, 1);
    fixture.table.wspSetSockOpt(client, SanSocketOption.SO_GROUP_PRIORITY, 9);
    assertEquals(1, fixture.table.wspGetSockOpt(client, SanSocketOption.SO_DEBUG));
    assertEquals(9, fixture.table.wspGetSockOpt(client, SanSocketOption.SO_GROUP_PRIORITY));
    assertEquals(0, fixture.table.wspGetSockOpt(client, SanSocketOption.SO_GROUP_ID));
    assertFails(WsaError.WSAEINVAL,
        () -> fixture.table.wspSetSockOpt(client, SanSocketOption.SO_DEBUG, 2));
    assertFails(WsaError.WSAENOPROTOOPT,
        () -> fixture.table.wspSetSockOpt(client, SanSocketOption.SO_MAX_MSG_SIZE, 1));
  }
}
