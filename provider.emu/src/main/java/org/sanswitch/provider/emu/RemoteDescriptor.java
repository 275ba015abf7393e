package org.sanswitch.provider.emu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a peer needs to reach registered memory. Bounds and access are in the owner's key table, so
 * that nothing but the key need be trusted.
 *
 * @param value the random value of the key
 * @param index its place in the table
 */
record RemoteDescriptor(long value, int index) {

  private static final int SIZE = Long.BYTES + Integer.BYTES;

  byte[] toBytes() {
    return ByteBuffer.allocate(SIZE)
      .order(ByteOrder.LITTLE_ENDIAN)
      .putLong(value)
      .putInt(index)
      .array();
  }

  /** {@return what a peer sent, or null if it cannot be a descriptor} */
  static @Nullable RemoteDescriptor of(byte[] bytes) {
    if (bytes.length != SIZE) {
      return null;
    }
    ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    RemoteDescriptor found = new RemoteDescriptor(from.getLong(), from.getInt());
    boolean sound = found.value != 0 && found.index >= 0 && found.index < SegmentDescriptor.KEYS;
    return sound ? found : null;
  }
}
