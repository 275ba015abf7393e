package org.sanswitch.provider.emu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Access to mapped memory by address. It costs a third of access through the segment of an arena,
 * and whoever uses it must know that the mapping stands: queue pairs do, since they are unmapped
 * after their close only, which is called when no call is under way and none will follow.
 */
final class RawMemory {

  /** All addresses; a constant, so that its checks cost nothing. */
  static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle ARRAY =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private RawMemory() {}

  static long getLong(long address) {
    return (long) LONG.get(ALL, address);
  }

  static long getLongOpaque(long address) {
    return (long) LONG.getOpaque(ALL, address);
  }

  static long getLongAcquire(long address) {
    return (long) LONG.getAcquire(ALL, address);
  }

  static long getLongVolatile(long address) {
    return (long) LONG.getVolatile(ALL, address);
  }

  static void putLong(long address, long value) {
    LONG.set(ALL, address, value);
  }

  static void putLongRelease(long address, long value) {
    LONG.setRelease(ALL, address, value);
  }

  static void putLongVolatile(long address, long value) {
    LONG.setVolatile(ALL, address, value);
  }

  static long addLong(long address, long change) {
    return (long) LONG.getAndAdd(ALL, address, change);
  }

  static int getInt(long address) {
    return (int) INT.get(ALL, address);
  }

  static int getIntOpaque(long address) {
    return (int) INT.getOpaque(ALL, address);
  }

  static void putInt(long address, int value) {
    INT.set(ALL, address, value);
  }

  static void putIntRelease(long address, int value) {
    INT.setRelease(ALL, address, value);
  }

  static int orInt(long address, int bits) {
    return (int) INT.getAndBitwiseOr(ALL, address, bits);
  }

  static int andInt(long address, int bits) {
    return (int) INT.getAndBitwiseAnd(ALL, address, bits);
  }

  /** Copies a short array, in words: for some ten bytes that beats the general copy. */
  static void copyShort(byte[] from, int offset, long to, int length) {
    int at = 0;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, to + at, (long) ARRAY.get(from, offset + at));
    }
    for (; at < length; at++) {
      ALL.set(ValueLayout.JAVA_BYTE, to + at, from[offset + at]);
    }
  }

  /** Copies a short piece of memory, in words. */
  static void copyShort(long from, long to, int length) {
    int at = 0;
    for (; at <= length - Long.BYTES; at += Long.BYTES) {
      ALL.set(
          ValueLayout.JAVA_LONG_UNALIGNED,
          to + at,
          ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, from + at));
    }
    for (; at < length; at++) {
      ALL.set(ValueLayout.JAVA_BYTE, to + at, ALL.get(ValueLayout.JAVA_BYTE, from + at));
    }
  }
}
