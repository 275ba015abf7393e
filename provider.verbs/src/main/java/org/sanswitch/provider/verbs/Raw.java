package org.sanswitch.provider.verbs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * Access by address to the structures of the libraries. Whoever uses it knows that the structure is
 * there: the library has handed out its address and has not been told to free it.
 */
final class Raw {

  /** All addresses; a constant, so that its checks cost nothing. */
  private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();
  private static final VarHandle SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.varHandle();
  private static final VarHandle INT = ValueLayout.JAVA_INT_UNALIGNED.varHandle();
  private static final VarHandle LONG = ValueLayout.JAVA_LONG_UNALIGNED.varHandle();

  private Raw() {}

  static int unsignedByte(long address) {
    return (byte) BYTE.get(ALL, address) & 0xff;
  }

  static void putByte(long address, int value) {
    BYTE.set(ALL, address, (byte) value);
  }

  static int unsignedShort(long address) {
    return (short) SHORT.get(ALL, address) & 0xffff;
  }

  static int getInt(long address) {
    return (int) INT.get(ALL, address);
  }

  static void putInt(long address, int value) {
    INT.set(ALL, address, value);
  }

  static long getLong(long address) {
    return (long) LONG.get(ALL, address);
  }

  static void putLong(long address, long value) {
    LONG.set(ALL, address, value);
  }

  static byte[] bytes(long address, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, address, bytes, 0, length);
    return bytes;
  }

  /** {@return a string of C that is no longer than a bound} */
  static String string(long address, int bound) {
    byte[] bytes = new byte[bound];
    int length = 0;
    while (length < bound) {
      bytes[length] = (byte) unsignedByte(address + length);
      if (bytes[length] == 0) {
        break;
      }
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }
}
