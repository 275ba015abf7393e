package org.sanswitch.provider.emu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A segment in plain memory, between two guards that nobody may write to. */
final class PlainSegment implements Mapping {

  static final long ARENA = 1 << 16;

  private static final long GUARD = 1 << 16;
  private static final byte CANARY = 0x5A;
  private static final MemorySegment UNTOUCHED =
      Arena.ofAuto().allocate(GUARD, 4096).fill(CANARY);
  private static final long SIZE = SegmentDescriptor.ARENA_OFFSET + ARENA;

  private final MemorySegment all = Arena.ofAuto().allocate(GUARD + SIZE + GUARD, 4096);
  private final MemorySegment memory = all.asSlice(GUARD, SIZE);
  private final byte[] before = new byte[(int) SIZE];

  PlainSegment() {
    all.fill(CANARY);
    clear();
  }

  void clear() {
    memory.fill((byte) 0);
  }

  /** From now on {@link #assertUnchangedBut} knows what was there. */
  void remember() {
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, before, 0, before.length);
  }

  /** Part of the segment. */
  record Range(long start, long length) {}

  /** Throws unless all that changed lies in the ranges. */
  void assertUnchangedBut(Range... ranges) {
    MemorySegment expected = MemorySegment.ofArray(before);
    for (Range each : ranges) {
      MemorySegment.copy(memory, each.start(), expected, each.start(), each.length());
    }
    long at = memory.mismatch(expected);
    if (at >= 0) {
      throw new AssertionError("a byte was written at " + at);
    }
    assertGuard(0);
    assertGuard(GUARD + SIZE);
  }

  private void assertGuard(long start) {
    long at = all.asSlice(start, GUARD).mismatch(UNTOUCHED);
    if (at >= 0) {
      throw new AssertionError("a guard was written at " + (start - GUARD + at));
    }
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public long address() {
    return memory.address();
  }

  @Override
  public long arenaSize() {
    return ARENA;
  }

  @Override
  public boolean ownerRunsBarrier() {
    return false;
  }

  @Override
  public void reserve(long upTo) {
    if (upTo > SIZE) {
      throw new AssertionError("no room for " + upTo);
    }
  }
}
