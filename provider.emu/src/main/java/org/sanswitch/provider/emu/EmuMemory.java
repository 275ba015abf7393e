package org.sanswitch.provider.emu;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/** Hands out the arena of a segment, first fit, and knows what is registered (MEM-1, MEM-3). */
final class EmuMemory {

  private static final int ALIGNMENT = 64;

  private final Mapping segment;
  private final RemoteKeys keys;
  /** Guarded by this. Start to length of what was freed; neighbours are joined. */
  private final TreeMap<Long, Long> free = new TreeMap<>();
  /** Guarded by this. What is allocated, by its start. */
  private final TreeMap<Long, EmuRegion> allocated = new TreeMap<>();
  /** Guarded by this. Nothing above it is handed out. */
  private long top;
  /** Guarded by this. Nothing above it was ever handed out, so it is zero still. */
  private long clean;

  EmuMemory(Mapping segment, RemoteKeys keys) {
    this.segment = segment;
    this.keys = keys;
  }

  /**
   * Allocates zeroed memory, aligned to 64 bytes.
   *
   * @throws AdapterException NO_RESOURCES with the numbers
   */
  synchronized EmuRegion allocate(long bytes) throws AdapterException {
    if (bytes <= 0 || bytes > segment.arenaSize()) {
      throw new AdapterException(
          bytes <= 0 ? AdapterError.INVALID : AdapterError.NO_RESOURCES,
          RouteReason.NO_SHARED_MEMORY,
          "cannot allocate " + bytes + " of " + segment.arenaSize() + " bytes");
    }
    long length = rounded(bytes);
    long start = takeFree(length);
    if (start < 0) {
      start = top;
      if (length > segment.arenaSize() - top) {
        throw new AdapterException(
            AdapterError.NO_RESOURCES,
            RouteReason.NO_SHARED_MEMORY,
            "cannot allocate " + bytes + " bytes: " + top + " of " + segment.arenaSize()
                + " are in use or in pieces");
      }
      segment.reserve(SegmentDescriptor.ARENA_OFFSET + start + length);
      top += length;
    }
    MemorySegment memory =
        segment.memory().asSlice(SegmentDescriptor.ARENA_OFFSET + start, bytes, ALIGNMENT);
    if (start < clean) {
      memory.fill((byte) 0);
    }
    clean = Math.max(clean, start + length);
    EmuRegion region = new EmuRegion(this, memory, start);
    allocated.put(start, region);
    return region;
  }

  private long takeFree(long length) {
    Long start = null;
    for (Map.Entry<Long, Long> each : free.entrySet()) {
      if (each.getValue() >= length) {
        start = each.getKey();
        break;
      }
    }
    if (start == null) {
      return -1;
    }
    Long size = free.remove(start);
    if (size != null && size > length) {
      free.put(start + length, size - length);
    }
    return start;
  }

  /** Registers memory of the caller's, for this process only (MEM-1). */
  EmuRegion registerLocal(MemorySegment memory) {
    return new EmuRegion(this, memory, inside(memory) ? startOf(memory) : EmuRegion.FOREIGN);
  }

  /**
   * Registers memory for the peer.
   *
   * @param access bits of {@link RemoteKeys}
   * @throws AdapterException NOT_SUPPORTED if it is not allocated here; NO_RESOURCES
   */
  synchronized EmuRemoteRegion registerRemote(MemorySegment memory, int access)
      throws AdapterException {
    EmuRegion parent = inside(memory) ? allocationOf(memory) : null;
    if (parent == null) {
      throw new AdapterException(
          AdapterError.NOT_SUPPORTED,
          RouteReason.NOT_YET_SUPPORTED,
          "the peer can only reach memory that was allocated from this queue pair");
    }
    long start = startOf(memory);
    EmuRemoteRegion region =
        new EmuRemoteRegion(this, memory, start, parent,
            keys.add(start, memory.byteSize(), access));
    parent.addRegistrations(1);
    return region;
  }

  private @Nullable EmuRegion allocationOf(MemorySegment memory) {
    Map.Entry<Long, EmuRegion> below = allocated.floorEntry(startOf(memory));
    if (below == null) {
      return null;
    }
    long end = below.getKey() + below.getValue().segment().byteSize();
    return startOf(memory) + memory.byteSize() <= end ? below.getValue() : null;
  }

  /**
   * Ends a registration or frees memory; the peer cannot reach it any more when this returns.
   *
   * @throws AdapterException INVALID if it is in use or unknown (MEM-3)
   */
  void release(EmuRegion region) throws AdapterException {
    synchronized (this) {
      if (!region.isUsableBy(this) || region.isInUse()) {
        throw new AdapterException(
            AdapterError.INVALID,
            RouteReason.PROVIDER_FAILED,
            "region of " + region.segment().byteSize() + " bytes is in use or unknown");
      }
      region.end();
      if (region instanceof EmuRemoteRegion remote) {
        remote.parent().addRegistrations(-1);
      } else if (region.start() >= 0 && allocated.remove(region.start(), region)) {
        putFree(region.start(), rounded(region.segment().byteSize()));
      }
    }
    if (region instanceof EmuRemoteRegion remote) {
      keys.remove(remote.key());
    }
  }

  private void putFree(long start, long length) {
    long from = start;
    long size = length;
    Map.Entry<Long, Long> before = free.lowerEntry(start);
    if (before != null && before.getKey() + before.getValue() == start) {
      from = before.getKey();
      size += before.getValue();
      free.remove(from);
    }
    Long after = free.remove(start + length);
    if (after != null) {
      size += after;
    }
    if (from + size == top) {
      top = from;
    } else {
      free.put(from, size);
    }
  }

  private boolean inside(MemorySegment memory) {
    long start = startOf(memory);
    return memory.isNative() && start >= 0 && memory.byteSize() <= segment.arenaSize() - start;
  }

  private long startOf(MemorySegment memory) {
    return memory.address() - segment.memory().address() - SegmentDescriptor.ARENA_OFFSET;
  }

  private static long rounded(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
