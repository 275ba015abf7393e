package org.sanswitch.provider.verbs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a peer needs to reach memory. One that comes from a peer may say anything: the bounds that it
 * gives itself are checked here, and the real ones by the device that has the memory (MEM-2).
 *
 * @param address of the first byte, in the peer's process
 * @param length in bytes, at least 0
 * @param key remote key
 */
record RemoteDescriptor(long address, long length, int key) {

  static final int BYTES = 2 * Long.BYTES + Integer.BYTES;

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
      .order(ByteOrder.BIG_ENDIAN)
      .putLong(address)
      .putLong(length)
      .putInt(key)
      .array();
  }

  /** {@return what the bytes say, or null if they are none of ours} */
  static @Nullable RemoteDescriptor decode(byte[] bytes) {
    if (bytes.length != BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
    RemoteDescriptor read = new RemoteDescriptor(in.getLong(), in.getLong(), in.getInt());
    return read.length < 0 ? null : read;
  }

  /** {@return whether a part is inside} Nothing overflows. */
  boolean contains(long offset, long bytes) {
    return offset >= 0 && bytes >= 0 && offset <= length && bytes <= length - offset;
  }
}
