package org.sanswitch.impl.session;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction.CacheCallback;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * The memory of one {@link FakeEnd}: what it allocates, what is registered, and what its cache is told
 * to forget. Guard of all that is mutable: lock of the fabric.
 */
final class FakeMemory implements CacheCallback {

  private record Region(MemorySegment segment) implements MemoryRegion {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private final FakeEnd end;
  private final Arena arena = Arena.ofShared();
  private final Set<MemoryRegion> regions = new HashSet<>();
  private boolean freed;

  /** Whether no memory is given or registered any more. */
  boolean refuses;

  /** Number of evictions, and number of WSPRegisterMemory. */
  int evictions;
  int registered;

  FakeMemory(FakeEnd end) {
    this.end = end;
  }

  /** {@return number of registrations} */
  int count() {
    return regions.size();
  }

  boolean isKnown(MemoryRegion region) {
    return regions.contains(region);
  }

  /** {@return whether memory was allocated here} */
  boolean isOwn(MemorySegment memory) {
    return memory.scope().equals(arena.scope());
  }

  void refuse() throws WsaException {
    if (refuses) {
      throw new WsaException(WsaError.WSAENOBUFS, "memory is refused");
    }
  }

  MemoryRegion allocate(long bytes) throws WsaException {
    refuse();
    return register(arena.allocate(bytes, 64));
  }

  MemoryRegion register(MemorySegment memory) throws WsaException {
    end.lock();
    try {
      refuse();
      registered++;
      Region region = new Region(memory);
      regions.add(region);
      return region;
    } finally {
      end.unlock();
    }
  }

  void add(MemoryRegion region) {
    regions.add(region);
  }

  void deregister(MemoryRegion region) throws WsaException {
    end.lock();
    try {
      if (end.rdma != null && end.rdma.isUsing(region)) {
        throw new WsaException(WsaError.WSAEINVAL, "in use");
      }
      if (!regions.remove(region)) {
        throw new WsaException(WsaError.WSAEINVAL, "not registered");
      }
    } finally {
      end.unlock();
    }
  }

  @Override
  public void evict(MemorySegment memory) {
    end.lock();
    try {
      evictions++;
    } finally {
      end.unlock();
    }
  }

  /** Frees the memory under the session, which a provider must not. */
  void free() {
    arena.close();
    freed = true;
  }

  /** The socket has made its last upcall. */
  void end() {
    if (!freed) {
      arena.close();
    }
    regions.clear();
  }
}
