package org.sanswitch.provider.hal;

import java.lang.foreign.MemorySegment;
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
   * Makes a registration.
   *
   * @param owner the connection
   * @param region what the adapter gave
   * @param readable whether sends may use it
   * @param writable whether receives may use it
   */
  HalMemory(HalConnection owner, MemoryRegion region, boolean readable, boolean writable) {
    this.owner = owner;
    this.region = region;
    this.size = region.segment().byteSize();
    this.readable = readable;
    this.writable = writable;
  }

  @Override
  public MemorySegment segment() {
    return region.segment();
  }

  /** {@return whether an operation uses it; needs both post locks} */
  boolean isInUse() {
    return sendsPosted + receivesPosted != completed;
  }
}
