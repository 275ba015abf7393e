package org.sanswitch.provider.emu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sleeping on a word of shared memory, across processes. */
final class Futex {

  private static final long SYS_FUTEX = Platform.X86 ? 202 : 98;
  private static final int WAIT = 0;
  private static final int WAKE = 1;
  private static final long SECOND = 1_000_000_000;

  private Futex() {}

  /** {@return memory for the time of {@link #await}} */
  static MemorySegment newTimeout(Arena arena) {
    return arena.allocate(2 * Long.BYTES, Long.BYTES);
  }

  /**
   * Sleeps while the word has the value. Returns early for any cause.
   *
   * @param address the word
   * @param value the expected value
   * @param nanos how long at most
   * @param timeout from newTimeout; used by one thread at a time
   */
  static void await(long address, int value, long nanos, MemorySegment timeout) {
    timeout.set(ValueLayout.JAVA_LONG, 0, nanos / SECOND);
    timeout.set(ValueLayout.JAVA_LONG, Long.BYTES, nanos % SECOND);
    Libc.syscall(SYS_FUTEX, address, WAIT, value, timeout.address());
  }

  /** Wakes whoever sleeps on the word. */
  static void wake(long address) {
    Libc.syscall(SYS_FUTEX, address, WAKE, Integer.MAX_VALUE, 0);
  }
}
