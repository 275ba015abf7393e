package org.sanswitch.provider.emu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Measures what a cache line needs from core to core and back: the physics beside a figure. */
final class CacheLine {

  private static final int TURNS = 100_000;
  private static final long THERE = 0;
  private static final long BACK = 128;

  private final MemorySegment memory;
  private long turn;

  CacheLine(Path file) throws Exception {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, 256, Arena.global());
    }
  }

  /** {@return nanoseconds per round trip} */
  long measure() {
    long start = System.nanoTime();
    for (int i = 0; i < TURNS; i++) {
      turn++;
      RawMemory.putLongRelease(memory.address() + THERE, turn);
      while (RawMemory.getLongAcquire(memory.address() + BACK) != turn) {}
    }
    return (System.nanoTime() - start) / TURNS;
  }

  void echo() {
    for (int i = 0; i < TURNS; i++) {
      turn++;
      while (RawMemory.getLongAcquire(memory.address() + THERE) != turn) {}
      RawMemory.putLongRelease(memory.address() + BACK, turn);
    }
  }
}
