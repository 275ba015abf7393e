package org.sanswitch.provider.example;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.QueuePair.Access;
import org.sanswitch.memory.MemoryRegion;

/** Memory that is registered with one queue pair. Guard of all its state: the adapter's lock. */
class ExampleRegion implements MemoryRegion {

  private final MemorySegment segment;
  private final Set<Access> access;

  /** What the memory goes with, if it was allocated by the adapter. */
  private final @Nullable Arena arena;

  /** Number of operations under way that need it. */
  private int uses;

  ExampleRegion(MemorySegment segment, Set<Access> access, @Nullable Arena arena) {
    this.segment = segment;
    this.access = Set.copyOf(access);
    this.arena = arena;
  }

  @Override
  public final MemorySegment segment() {
    return segment;
  }

  final boolean allows(Access wanted) {
    return access.contains(wanted);
  }

  /** Without overflow, whatever the numbers: {@return whether the part is inside} */
  final boolean contains(long offset, long length) {
    return offset >= 0 && length >= 0 && offset <= segment.byteSize()
        && length <= segment.byteSize() - offset;
  }

  final void use() {
    uses++;
  }

  final void unuse() {
    uses--;
  }

  final boolean isInUse() {
    return uses > 0;
  }

  /**
   * Copies a part of it; {@return whether the memory was there} Hardware would miss the page; here
   * the owner has closed its arena, or made it for one thread only. That must not hurt the peer,
   * whose thread may be the one that comes here.
   */
  final boolean read(long offset, byte[] to, int at, int length) {
    try {
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, to, at, length);
      return true;
    } catch (IllegalStateException | WrongThreadException e) {
      return false;
    }
  }

  /** Copies into a part of it; {@return whether the memory was there} */
  final boolean write(long offset, byte[] from, int at, int length) {
    try {
      MemorySegment.copy(from, at, segment, ValueLayout.JAVA_BYTE, offset, length);
      return true;
    } catch (IllegalStateException | WrongThreadException e) {
      return false;
    }
  }

  /** Frees memory that the adapter has allocated. */
  final void free() {
    if (arena != null) {
      arena.close();
    }
  }
}
