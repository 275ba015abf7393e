package org.sanswitch.bench.loops;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Bytes to send, native and not registered, as those of an application are. */
final class Message {

  private static final int PRIME = 251;

  private final MemorySegment bytes;

  Message(int length) {
    bytes = Arena.ofAuto().allocate(length, Long.BYTES);
    for (int i = 0; i < length; i++) {
      bytes.set(ValueLayout.JAVA_BYTE, i, (byte) (i % PRIME));
    }
  }

  MemorySegment segment() {
    return bytes;
  }

  int length() {
    return (int) bytes.byteSize();
  }

  void verify(MemorySegment received) {
    long wrong = bytes.mismatch(received);
    if (wrong >= 0) {
      throw new IllegalStateException("byte " + wrong + " of " + bytes.byteSize()
          + " is not what was sent");
    }
  }
}
