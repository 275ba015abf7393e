package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Bytes for which there was no credit, joined to frames until there is one: small writes, up to one frame;
 * and where the application does not wait, all that its send buffer holds (ADR 192). A lone write never
 * comes here, as it finds a credit. Guard: send gate, except for what is volatile.
 */
final class Outbox {

  /** Writes up to one frame divided by this are joined. */
  private static final int SMALL_SHARE = 4;

  /** Where it is deep, it is told to have room when no more than this share is in use. */
  private static final int ROOM_SHARE = 2;

  private final int frame;

  private byte @Nullable [] bytes;
  private int head;

  /** Guard: written under the send gate; read by any. */
  private volatile int length;

  /** Bytes that may wait. Guard: volatile. */
  private volatile int limit;

  Outbox(int frame) {
    this.frame = frame;
    limit = frame;
  }

  /** Sets how many bytes may wait, at least one frame; any thread. */
  void limit(int bytesThatMayWait) {
    limit = Math.max(frame, bytesThatMayWait);
  }

  /** {@return whether more than a frame may wait} */
  boolean isDeep() {
    return limit > frame;
  }

  /** {@return number of bytes that wait} */
  int length() {
    return length;
  }

  /** {@return number of bytes that can be added} */
  int room() {
    return Math.max(0, limit - length);
  }

  /** {@return whether so much can be added that it is worth to tell the application} */
  boolean isRoomy() {
    return isDeep() ? length <= limit / ROOM_SHARE : room() > 0;
  }

  /** {@return whether a write of that length is joined with others rather than waited for} */
  boolean isSmall(int bytesToWrite) {
    return bytesToWrite <= frame / SMALL_SHARE;
  }

  /** {@return whether all that waits and so much more make one frame} */
  boolean isOneFrameWith(int bytesToWrite) {
    return length + bytesToWrite <= frame;
  }

  /** {@return the bytes that wait, from index {@link #head}} */
  byte @Nullable [] bytes() {
    return bytes;
  }

  int head() {
    return head;
  }

  /** {@return how many of them make the next frame} */
  int next() {
    return Math.min(length, frame);
  }

  /** The next frame was sent. */
  void sent() {
    int size = next();
    head += size;
    length -= size;
    if (length == 0) {
      head = 0;
      byte[] all = bytes;
      if (all != null && all.length > frame) {
        bytes = null;
      }
    }
  }

  /** Appends what there is room for; {@return number of bytes} */
  int append(
      byte @Nullable [] array, @Nullable MemorySegment segment, long offset, int count) {
    int taken = Math.min(count, room());
    byte[] to = withRoomFor(taken);
    int at = head + length;
    if (array != null) {
      System.arraycopy(array, (int) offset, to, at, taken);
    } else if (segment != null) {
      MemorySegment.copy(segment, FrameDescriptor.BYTE, offset, to, at, taken);
    }
    length += taken;
    return taken;
  }

  private byte[] withRoomFor(int more) {
    byte[] now = bytes;
    int used = length;
    int needed = used + more;
    if (now != null && head + needed <= now.length) {
      return now;
    }
    byte[] to = now;
    if (to == null || needed > to.length) {
      to = new byte[Math.max(needed, Math.min(limit, to == null ? frame : 2 * to.length))];
    }
    if (now != null) {
      System.arraycopy(now, head, to, 0, used);
    }
    head = 0;
    bytes = to;
    return to;
  }
}
