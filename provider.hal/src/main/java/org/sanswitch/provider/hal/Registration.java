package org.sanswitch.provider.hal;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;

/**
 * A local registration of the caller's memory at the adapter. WSPDeregisterMemory need not end it:
 * the {@link RegistrationCache} keeps it for the next WSPRegisterMemory of that memory.
 */
final class Registration {

  /** The connection whose queue pair it belongs to. */
  final HalConnection owner;

  /** What the adapter gave. */
  final MemoryRegion region;

  /** Address of the first byte. */
  final long address;

  /** Length in bytes. */
  final long size;

  /** How long the memory lives: the same address in another life is other memory. */
  private final MemorySegment.Scope scope;

  private final boolean readable;
  private final boolean writable;

  /** Guard: the cache's lock. A {@link HalMemory} stands for it; else it is kept, or ended. */
  boolean used = true;

  /** Guard: the cache's lock. It must not be kept: its memory is about to go. */
  boolean doomed;

  /** Guard: the cache's lock. The next older one that is kept. */
  @Nullable Registration older;

  /** Guard: the cache's lock. The next newer one that is kept. */
  @Nullable Registration newer;

  /**
   * Notes a registration, in use.
   *
   * @param owner the connection
   * @param region what the adapter gave
   * @param memory what was registered
   * @param readable whether the adapter may read it
   * @param writable whether the adapter may write it
   */
  Registration(
      HalConnection owner, MemoryRegion region, MemorySegment memory, boolean readable,
      boolean writable) {
    this.owner = owner;
    this.region = region;
    this.address = memory.address();
    this.size = memory.byteSize();
    this.scope = memory.scope();
    this.readable = readable;
    this.writable = writable;
  }

  /**
   * {@return whether it can stand for that memory, which is in it as a whole} It cannot where its
   * own memory has ended, or another life has begun at its address, even if nobody has told.
   *
   * @param memory what is to be registered
   * @param read whether it is to be read
   * @param write whether it is to be written
   */
  boolean serves(MemorySegment memory, boolean read, boolean write) {
    long start = memory.address() - address;
    return start >= 0
        && memory.byteSize() <= size - start
        && (readable || !read)
        && (writable || !write)
        && scope.isAlive()
        && scope.equals(memory.scope());
  }

  /** {@return whether it has a byte of that memory} */
  boolean overlaps(MemorySegment memory) {
    long start = memory.address();
    return start < address + size && address < start + memory.byteSize();
  }
}
