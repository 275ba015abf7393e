package org.sanswitch.provider.emu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Segments in plain memory, used in turn: so many that none is used again while a stride of jcstress
 * has it, as {@code StressTest} bounds the strides of these tests.
 */
final class Segments {

  static final long ARENA = 4096;

  private static final int COUNT = 4096;
  private static final long SIZE = SegmentDescriptor.ARENA_OFFSET + ARENA;
  private static final MemorySegment ALL = Arena.ofAuto().allocate(COUNT * SIZE, 4096);
  private static final AtomicInteger NEXT = new AtomicInteger();

  private Segments() {}

  static Mapping next(boolean ownerRunsBarrier) {
    int index = NEXT.getAndIncrement() & COUNT - 1;
    MemorySegment memory = ALL.asSlice(index * SIZE, SIZE);
    memory.fill((byte) 0);
    return new Plain(memory, ownerRunsBarrier);
  }

  private record Plain(MemorySegment memory, boolean ownerRunsBarrier) implements Mapping {
    @Override
    public long address() {
      return memory.address();
    }

    @Override
    public long arenaSize() {
      return ARENA;
    }

    @Override
    public void reserve(long upTo) {}
  }
}
