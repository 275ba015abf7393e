package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.sanswitch.impl.provider.RdmaPort;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** RDMA of one {@link FakeEnd}. Guard of all that is mutable: lock of the fabric. */
final class FakeRdma {

  /** What it can. */
  record Limits(int maxSize, int threshold, boolean read) {}

  private record Exposed(MemorySegment segment, byte[] descriptor, Access access)
      implements
        RdmaRegion {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private record Operation(
      boolean read, MemorySegment local, MemoryRegion region, byte[] remote, long offset,
      Overlapped overlapped) {}

  private final FakeEnd end;
  private final Limits limits;
  private final Map<Integer, Exposed> exposed = new HashMap<>();
  private final Deque<Operation> underWay = new ArrayDeque<>();
  private int keys;

  /** Whether operations do not end. */
  boolean held;

  /** Whether memory that the provider has not allocated is never registered for the peer. */
  boolean exposesOwnOnly;

  /** Number of operations that are refused next for want of room. */
  int refuseOperations;

  /** Number of operations started, and the greatest of them. */
  int reads;
  int writes;
  int greatest;

  /** Operations on memory of the application: none of it was allocated here. */
  int direct;

  FakeRdma(FakeEnd end, Limits limits) {
    this.end = end;
    this.limits = limits;
  }

  RdmaPort port() {
    return new RdmaPort(
        (s, memory, access) -> expose(memory, access),
        (s, region) -> conceal(region),
        (s, local, remote, offset, o) -> start(false, local, remote, offset, o),
        limits.read() ? (s, local, remote, offset, o) -> start(true, local, remote, offset, o)
            : null,
        limits.maxSize(),
        limits.threshold());
  }

  int exposures() {
    return exposed.size();
  }

  private RdmaRegion expose(MemorySegment memory, Set<Access> access) throws WsaException {
    end.lock();
    try {
      if (exposesOwnOnly && !end.memory.isOwn(memory)) {
        throw new WsaException(WsaError.WSAEOPNOTSUPP, "memory of others");
      }
      end.memory.refuse();
      int key = ++keys;
      Exposed region =
          new Exposed(memory, new byte[]{(byte) key, (byte) (key >>> 8), 77},
              access.iterator().next());
      exposed.put(key, region);
      end.memory.add(region);
      return region;
    } finally {
      end.unlock();
    }
  }

  private void conceal(MemoryRegion region) throws WsaException {
    end.lock();
    try {
      end.memory.deregister(region);
      exposed.values().remove(region);
    } finally {
      end.unlock();
    }
  }

  /** {@return whether an operation uses that memory} */
  boolean isUsing(MemoryRegion region) {
    return underWay.stream().anyMatch(operation -> operation.region == region);
  }

  private WsaError start(
      boolean read, BufferVector local, byte[] remote, long offset, Overlapped overlapped) {
    end.lock();
    try {
      WsaError refusal = end.refusal();
      if (refusal != WsaError.NO_ERROR) {
        return refusal;
      }
      if (refuseOperations > 0) {
        refuseOperations--;
        return WsaError.WSAENOBUFS;
      }
      int length = local.totalLength();
      greatest = Math.max(greatest, length);
      if (length > limits.maxSize() || local.count() != 1 || !end.memory.isKnown(local.region(0))) {
        end.offend("RDMA of " + length + " bytes in " + local.count() + " pieces");
        return WsaError.WSAEINVAL;
      }
      if (read) {
        reads++;
      } else {
        writes++;
      }
      direct += end.memory.isOwn(local.segment(0)) ? 0 : 1;
      underWay.add(
          new Operation(read, local.segment(0).asSlice(local.offset(0), length), local.region(0),
              remote.clone(), offset, overlapped));
      advance();
      return WsaError.WSA_IO_PENDING;
    } finally {
      end.unlock();
    }
  }

  /** Does what nothing holds back. */
  void advance() {
    while (!held && !underWay.isEmpty()) {
      Operation next = underWay.poll();
      end.complete(next.overlapped, result(next), (int) next.local.byteSize());
    }
  }

  private WsaError result(Operation operation) {
    byte[] d = operation.remote;
    Exposed at = d.length == 3 && d[2] == 77
        ? end.peer.rdma.exposed.get((d[0] & 0xFF) | (d[1] & 0xFF) << 8)
        : null;
    long size = operation.local.byteSize();
    if (at == null || at.access != (operation.read ? Access.READ : Access.WRITE)
        || operation.offset < 0 || operation.offset > at.segment.byteSize() - size) {
      return WsaError.WSAEACCES;
    }
    MemorySegment there = at.segment.asSlice(operation.offset, size);
    if (operation.read) {
      MemorySegment.copy(there, ValueLayout.JAVA_BYTE, 0, operation.local,
          ValueLayout.JAVA_BYTE, 0, size);
    } else {
      there.copyFrom(operation.local);
    }
    return WsaError.NO_ERROR;
  }

  /** The socket is closed, or the connection is gone. */
  void end(WsaError status) {
    for (Operation operation : underWay) {
      end.complete(operation.overlapped, status, 0);
    }
    underWay.clear();
    exposed.clear();
  }
}
