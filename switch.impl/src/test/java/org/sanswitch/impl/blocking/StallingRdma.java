package org.sanswitch.impl.blocking;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;

/**
 * RDMA of a {@link StallingSocket}: memory is touched when an operation ends, as late as can be.
 * Guard of all that is mutable: the provider's lock.
 */
final class StallingRdma {

  /** Identity counts. */
  private static final class Exposed implements RdmaRegion {
    private final MemorySegment segment;
    private final byte key;
    private final Access access;

    Exposed(MemorySegment segment, byte key, Access access) {
      this.segment = segment;
      this.key = key;
      this.access = access;
    }

    @Override
    public MemorySegment segment() {
      return segment;
    }

    @Override
    public byte[] descriptor() {
      return new byte[]{key};
    }
  }

  private record Operation(boolean read, MemorySegment local, @Nullable MemoryRegion region,
      byte key, long offset, Overlapped overlapped) {}

  private final StallingSocket socket;
  private final Map<Byte, Exposed> exposed = new HashMap<>();
  private final Deque<Operation> underWay = new ArrayDeque<>();
  private byte keys;

  StallingRdma(StallingSocket socket) {
    this.socket = socket;
  }

  RdmaRegion expose(MemorySegment memory, Set<Access> access) {
    Exposed region = new Exposed(memory, ++keys, access.iterator().next());
    exposed.put(region.key, region);
    socket.regions.add(region);
    return region;
  }

  /** {@return whether no operation uses that memory} */
  boolean isFree(MemoryRegion region) {
    return underWay.stream().noneMatch(operation -> operation.region == region);
  }

  boolean isBusy() {
    return !underWay.isEmpty();
  }

  WsaError start(boolean read, BufferVector local, byte[] remote, long offset,
      Overlapped overlapped) {
    WsaError refusal = socket.refusal();
    if (refusal != WsaError.NO_ERROR) {
      return refusal;
    }
    MemoryRegion region = local.region(0);
    if (local.totalLength() > StallingProvider.MAX_RDMA || !socket.regions.contains(region)) {
      socket.provider().offend("RDMA of " + local.totalLength() + " bytes, memory " + region);
      return WsaError.WSAEINVAL;
    }
    underWay.add(new Operation(read,
        local.segment(0).asSlice(local.offset(0), local.totalLength()), region, remote[0], offset,
        overlapped));
    advance();
    return WsaError.WSA_IO_PENDING;
  }

  /** Ends what nothing holds back. */
  void advance() {
    while (!underWay.isEmpty() && !socket.provider().holds(Stall.RDMA)) {
      Operation next = underWay.remove();
      int size = (int) next.local.byteSize();
      socket.complete(next.overlapped, isMoved(next, size) ? WsaError.NO_ERROR : WsaError.WSAEACCES,
          size);
    }
  }

  private boolean isMoved(Operation operation, int size) {
    StallingSocket peer = socket.peer();
    Exposed there = peer == null ? null : peer.rdma.exposed.get(operation.key);
    if (there == null || !peer.regions.contains(there)
        || there.access != (operation.read ? Access.READ : Access.WRITE)) {
      return false;
    }
    MemorySegment part = there.segment.asSlice(operation.offset, size);
    if (operation.read) {
      operation.local.copyFrom(part);
    } else {
      part.copyFrom(operation.local);
    }
    return true;
  }

  /** Nothing of this socket is within reach any more. */
  void end(WsaError status) {
    underWay.forEach(operation -> socket.complete(operation.overlapped, status, 0));
    underWay.clear();
    exposed.clear();
  }
}
