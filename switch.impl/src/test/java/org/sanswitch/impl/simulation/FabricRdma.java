package org.sanswitch.impl.simulation;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * RDMA of one simulated socket. An operation takes effect after a while, as a whole, unless the
 * connection has gone by then.
 */
final class FabricRdma {

  /** Memory that the peer may reach. */
  private static final class Exposed extends Memory.Region implements RdmaRegion {
    private final long key;
    private final Access access;

    Exposed(MemorySegment segment, long key, Access access) {
      super(segment);
      this.key = key;
      this.access = access;
    }

    @Override
    public byte[] descriptor() {
      return ByteBuffer.allocate(Long.BYTES).putLong(key).array();
    }
  }

  private static final class Operation {
    private final boolean read;
    private final MemorySegment local;
    private final Memory.Region region;
    private final long key;
    private final long offset;
    private final Overlapped overlapped;

    Operation(boolean read, MemorySegment local, Memory.Region region, long key, long offset,
        Overlapped overlapped) {
      this.read = read;
      this.local = local;
      this.region = region;
      this.key = key;
      this.offset = offset;
      this.overlapped = overlapped;
    }
  }

  private final Fabric fabric;
  private final FabricSocket socket;
  private final Receives receives;
  private final Map<Long, Exposed> exposed = new HashMap<>();
  private final List<Operation> underWay = new ArrayList<>();

  FabricRdma(Fabric fabric, FabricSocket socket, Receives receives) {
    this.fabric = fabric;
    this.socket = socket;
    this.receives = receives;
  }

  RdmaRegion expose(MemorySegment memory, Set<Access> access) throws WsaException {
    if (fabric.faults.isExposureRefused()) {
      fabric.excuse(socket, Excuse.REFUSED);
      throw new WsaException(WsaError.WSAENOBUFS, "simulated");
    }
    long key = fabric.nextNumber();
    Exposed region = new Exposed(memory, key, access.iterator().next());
    exposed.put(key, region);
    socket.memory.add(region);
    return region;
  }

  void conceal(MemoryRegion region) throws WsaException {
    socket.memory.deregister(region);
    exposed.values().remove(region);
  }

  WsaError start(boolean read, BufferVector local, byte[] remote, long offset,
      Overlapped overlapped) {
    if (socket.isClosed() || !socket.isConnected()) {
      return socket.isClosed() ? WsaError.WSAENOTSOCK : WsaError.WSAECONNRESET;
    }
    Memory.Region region = socket.memory.find(local.region(0));
    int length = local.totalLength();
    if (region == null || local.count() != 1 || length > socket.limits().maxRdma()) {
      fabric.offend(socket, "RDMA of " + length + " bytes in " + local.count() + " pieces, memory "
          + region);
      return WsaError.WSAEINVAL;
    }
    if (fabric.faults.isQueueFull()) {
      return WsaError.WSAENOBUFS;
    }
    region.use();
    Operation operation = new Operation(read,
        local.segment(0).asSlice(local.offset(0), length), region,
        remote.length == Long.BYTES ? ByteBuffer.wrap(remote).getLong() : 0, offset, overlapped);
    underWay.add(operation);
    fabric.timeline.within(socket.limits().latency(), fabric.network, read ? "read" : "write",
        () -> takeEffect(operation));
    return WsaError.WSA_IO_PENDING;
  }

  private void takeEffect(Operation operation) {
    if (!underWay.contains(operation) || socket.out().isDead() || socket.peer().isClosed()) {
      return;
    }
    underWay.remove(operation);
    int size = (int) operation.local.byteSize();
    Exposed there = socket.peer().rdma.exposed.get(operation.key);
    WsaError status = WsaError.WSAEACCES;
    if (there != null && there.access == (operation.read ? Access.READ : Access.WRITE)
        && operation.offset >= 0
        && operation.offset <= there.segment().byteSize() - size) {
      MemorySegment part = there.segment().asSlice(operation.offset, size);
      if (operation.read) {
        operation.local.copyFrom(part);
        fabric.moved(socket.peer(), size);
      } else {
        part.copyFrom(operation.local);
        fabric.moved(socket, size);
      }
      fabric.mutations.moved(operation.read ? operation.local : part);
      status = WsaError.NO_ERROR;
    }
    complete(operation, status);
    socket.upcalls().later();
  }

  private void complete(Operation operation, WsaError status) {
    operation.region.release();
    receives.tell(operation.overlapped, status,
        status == WsaError.NO_ERROR ? (int) operation.local.byteSize() : 0);
  }

  /** What is under way ends. */
  void end(WsaError status) {
    underWay.forEach(operation -> complete(operation, status));
    underWay.clear();
  }
}
