package org.sanswitch.impl.simulation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** The registered memory of one socket. Memory of its own ends with the socket, and then traps. */
final class Memory {

  /** A registration, and how many pending operations use it. */
  static class Region implements MemoryRegion {
    private final MemorySegment segment;
    private int uses;

    Region(MemorySegment segment) {
      this.segment = segment;
    }

    @Override
    public MemorySegment segment() {
      return segment;
    }

    void use() {
      uses++;
    }

    void release() {
      uses--;
    }
  }

  private final List<Region> regions = new ArrayList<>();
  private Arena arena;

  Region register(MemorySegment segment) throws WsaException {
    if (!segment.isNative()) {
      throw new WsaException(WsaError.WSAEFAULT, "heap memory");
    }
    Region region = new Region(segment);
    regions.add(region);
    return region;
  }

  /** Registers memory with what more is known of it. */
  void add(Region region) {
    regions.add(region);
  }

  Region allocate(long bytes) throws WsaException {
    if (arena == null) {
      arena = Arena.ofConfined();
    }
    return register(arena.allocate(bytes, 64));
  }

  /** {@return the registration that is meant, or null if there is none} */
  Region find(MemoryRegion region) {
    return region instanceof Region own && regions.contains(own) ? own : null;
  }

  void deregister(MemoryRegion region) throws WsaException {
    Region own = find(region);
    if (own == null || own.uses > 0) {
      throw new WsaException(WsaError.WSAEINVAL,
          own == null ? "not registered" : "in use by " + own.uses + " operations");
    }
    regions.remove(own);
  }

  /** {@return number of uses of all registrations} */
  int uses() {
    return regions.stream().mapToInt(region -> region.uses).sum();
  }

  /** Ends all that is registered. */
  void free() {
    regions.clear();
    if (arena != null) {
      arena.close();
      arena = null;
    }
  }
}
