package org.sanswitch.provider.hal;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;

/**
 * Memory that is registered for one socket: holds the adapter's registration, and counts the
 * operations that use it (MEM-3).
 *
 * <p>The count is kept in three plain fields with a writer each, so that the data path pays no
 * atomic operation for it: posts of sends, posts of receives, completions of both.
 */
class HalMemory implements MemoryRegion {

  /** The connection that it is registered for; no other may use it. */
  final HalConnection owner;

  /** What the adapter gave; it goes down in place of this object. */
  final MemoryRegion region;

  /** Where this memory begins in the adapter's region, in bytes: that may be larger. */
  final long start;

  /** What WSPRegisterMemory has behind it; null for other memory. */
  final @Nullable Registration registration;

  private final MemorySegment segment;

  /** Its size in bytes. */
  final long size;

  /** Whether it may be the source of sends. */
  final boolean readable;

  /** Whether it may be the target of receives (MEM-2). */
  final boolean writable;

  /** Guard: the connection's send lock. */
  int sendsPosted;

  /** Guard: the connection's drain lock, inside the adapter. */
  int receivesPosted;

  /** Guard: written by the owner of the drain lock, before it completes the operation. */
  int completed;

  /** Guard: written with both post locks held, read with either. */
  boolean gone;

  /**
   * Makes a registration that is never kept.
   *
   * @param owner the connection
   * @param region what the adapter gave
   * @param readable whether sends may use it
   * @param writable whether receives may use it
   */
  HalMemory(HalConnection owner, MemoryRegion region, boolean readable, boolean writable) {
    this(owner, region, region.segment(), 0, null, readable, writable);
  }

  /**
   * Makes a registration of memory of the caller's.
   *
   * @param registration what the adapter has registered: the memory, or more
   * @param memory the memory
   * @param readable whether sends may use it
   * @param writable whether receives may use it
   */
  HalMemory(
      Registration registration, MemorySegment memory, boolean readable, boolean writable) {
    this(registration.owner, registration.region, memory, memory.address() - registration.address,
        registration, readable, writable);
  }

  private HalMemory(
      HalConnection owner, MemoryRegion region, MemorySegment segment, long start,
      @Nullable Registration registration, boolean readable, boolean writable) {
    this.owner = owner;
    this.region = region;
    this.segment = segment;
    this.start = start;
    this.registration = registration;
    this.size = segment.byteSize();
    this.readable = readable;
    this.writable = writable;
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }

  /** {@return whether the memory itself goes with the registration} */
  boolean isAllocated() {
    return registration == null;
  }

  /** {@return whether an operation uses it; needs both post locks} */
  boolean isInUse() {
    return sendsPosted + receivesPosted != completed;
  }
}
