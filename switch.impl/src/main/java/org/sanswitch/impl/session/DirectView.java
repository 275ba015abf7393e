package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The segment of the direct buffer that was used last: applications use the same few buffers, and
 * making a segment allocates. An idle connection keeps no buffer from being collected. Guard: the
 * reader or the writer, one thread at a time.
 */
final class DirectView {

  private static final WeakReference<MemorySegment> NO_SEGMENT = new WeakReference<>(null);

  private WeakReference<ByteBuffer> buffer = new WeakReference<>(null);
  private WeakReference<MemorySegment> segment = NO_SEGMENT;

  /** {@return all of the buffer, whatever its position and limit} */
  MemorySegment of(ByteBuffer source) {
    MemorySegment known = buffer.refersTo(source) ? segment.get() : null;
    return known != null ? known : made(source);
  }

  private MemorySegment made(ByteBuffer source) {
    MemorySegment all = MemorySegment.ofBuffer(source.duplicate().clear());
    if (!buffer.refersTo(source)) {
      buffer = new WeakReference<>(source);
    }
    segment = new WeakReference<>(all);
    return all;
  }

  /** {@return the buffer that was used last, or null if it is gone} */
  @Nullable
  ByteBuffer buffer() {
    return buffer.get();
  }
}
