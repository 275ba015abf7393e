package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Small writes for which there was no credit, joined to one frame until there is one. A lone write
 * never comes here, as it finds a credit. Guard: send gate, except for {@link #length}.
 */
final class Outbox {

  /** Writes up to one frame divided by this are joined. */
  private static final int SMALL_SHARE = 4;

  private final int capacity;

  private byte @Nullable [] bytes;

  /** Guard: written under the send gate; read by any. */
  private volatile int length;

  Outbox(int capacity) {
    this.capacity = capacity;
  }

  /** {@return number of bytes that wait} */
  int length() {
    return length;
  }

  /** {@return number of bytes that can be added} */
  int room() {
    return capacity - length;
  }

  /** {@return whether a write of that length is joined with others rather than waited for} */
  boolean isSmall(int bytesToWrite) {
    return bytesToWrite <= capacity / SMALL_SHARE;
  }

  /** {@return the bytes that wait, from index 0} */
  byte @Nullable [] bytes() {
    return bytes;
  }

  void clear() {
    length = 0;
  }

  /** Appends what there is room for; {@return number of bytes} */
  int append(
      byte @Nullable [] array, @Nullable MemorySegment segment, long offset, int count) {
    byte[] to = bytes;
    if (to == null) {
      to = new byte[capacity];
      bytes = to;
    }
    int at = length;
    int taken = Math.min(count, capacity - at);
    if (array != null) {
      System.arraycopy(array, (int) offset, to, at, taken);
    } else if (segment != null) {
      MemorySegment.copy(segment, FrameDescriptor.BYTE, offset, to, at, taken);
    }
    length = at + taken;
    return taken;
  }
}
