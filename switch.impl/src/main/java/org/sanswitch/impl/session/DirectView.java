package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The segment of the direct buffer that was written from last: applications write from the same few
 * buffers, and making a segment allocates. Guard: the writer, one thread at a time.
 */
final class DirectView {

  private @Nullable ByteBuffer buffer;
  private MemorySegment segment = MemorySegment.NULL;

  /** {@return all of the buffer, whatever its position and limit} */
  MemorySegment of(ByteBuffer source) {
    if (source != buffer) {
      segment = MemorySegment.ofBuffer(source.duplicate().clear());
      buffer = source;
    }
    return segment;
  }
}
