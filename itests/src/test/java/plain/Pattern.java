package plain;

import java.nio.ByteBuffer;

/** An endless stream of bytes that follows from a seed, so that any part of it can be checked. */
final class Pattern {

  private final long seed;

  Pattern(long seed) {
    this.seed = seed;
  }

  /** {@return the byte at a position of the stream} */
  byte at(long position) {
    long word = (seed + (position >>> 3)) * 0x9E3779B97F4A7C15L;
    word = (word ^ (word >>> 32)) * 0xD6E8FEB86659FD93L;
    word ^= word >>> 29;
    return (byte) (word >>> ((position & 7) << 3));
  }

  /** {@return that many bytes of the stream from a position on} */
  byte[] bytes(long position, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = at(position + i);
    }
    return bytes;
  }

  /** Fills the room of a buffer and flips it. */
  void fill(ByteBuffer buffer, long position) {
    for (int i = 0; buffer.hasRemaining(); i++) {
      buffer.put(at(position + i));
    }
    buffer.flip();
  }

  /** Fails at the first byte that is not the stream's. */
  void verify(byte[] bytes, int offset, int length, long position) {
    for (int i = 0; i < length; i++) {
      verify(bytes[offset + i], position + i);
    }
  }

  /** Takes all bytes of a buffer; fails at the first that is not the stream's. */
  void verify(ByteBuffer buffer, long position) {
    for (int i = 0; buffer.hasRemaining(); i++) {
      verify(buffer.get(), position + i);
    }
  }

  private void verify(byte actual, long position) {
    if (actual != at(position)) {
      throw new AssertionError("at stream offset " + position + ": expected " + at(position)
          + ", found " + actual + " (seed " + seed + ")");
    }
  }
}
