package org.sanswitch.provider.verbs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;

/** Memory that is registered in the protection domain of one queue pair (MEM-1). */
class VerbsRegion implements MemoryRegion {

  /** Bits of what may be done locally, which the device does not tell apart. */
  static final int READ = 1;
  static final int WRITE = 2;

  private static final int ENDED = -1;

  private final VerbsMemory owner;
  private final MemorySegment segment;
  private final int access;
  private final long handle;
  private final int localKey;
  private final long address;
  private final long length;
  /** What the memory goes with, if the adapter has allocated it. */
  private final @Nullable Arena arena;
  /** Guard: atomic. Operations under way that use it, or ENDED. */
  private final AtomicInteger uses = new AtomicInteger();

  VerbsRegion(
      VerbsMemory owner, MemorySegment segment, int access, long handle, @Nullable Arena arena) {
    this.owner = owner;
    this.segment = segment;
    this.access = access;
    this.handle = handle;
    this.localKey = Raw.getInt(handle + VerbsLayout.MR_LKEY);
    this.address = segment.address();
    this.length = segment.byteSize();
    this.arena = arena;
  }

  @Override
  public final MemorySegment segment() {
    return segment;
  }

  final boolean isOf(VerbsMemory memory) {
    return owner == memory;
  }

  final long handle() {
    return handle;
  }

  final int localKey() {
    return localKey;
  }

  final long address() {
    return address;
  }

  /** {@return whether it allows that, is not ended, and has all of the part} Nothing overflows. */
  final boolean allows(int wanted, long from, long bytes) {
    return (access & wanted) != 0 && uses.get() != ENDED && from >= address && bytes >= 0
        && bytes <= length && from - address <= length - bytes;
  }

  /** {@return whether it is in use now, until unuse; not if it was ended} */
  final boolean use() {
    int now = uses.get();
    while (now != ENDED) {
      if (uses.compareAndSet(now, now + 1)) {
        return true;
      }
      now = uses.get();
    }
    return false;
  }

  final void unuse() {
    uses.decrementAndGet();
  }

  /** {@return whether it was ended by this call: it was neither in use nor ended (MEM-3)} */
  final boolean end() {
    return uses.compareAndSet(0, ENDED);
  }

  /** Frees memory that the adapter has allocated. */
  final void free() {
    if (arena != null) {
      try {
        arena.close();
      } catch (IllegalStateException e) {
        System.getLogger(VerbsRegion.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "memory of " + length + " bytes is in use after it was deregistered, and stays", e);
      }
    }
  }
}
