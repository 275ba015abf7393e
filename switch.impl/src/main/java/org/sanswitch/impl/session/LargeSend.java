package org.sanswitch.impl.session;

import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;

/** A large transfer of ours under way; used again and again. Guard: send gate. */
final class LargeSend {

  private @Nullable MemoryRegion source;
  private long offset;
  private long rest;
  private long written;
  private boolean staged;

  /**
   * Begins.
   *
   * @param region registered memory
   * @param at first byte in it
   * @param bytes how many follow the first part
   * @param fromStaging whether the memory is the switch's
   */
  void begin(MemoryRegion region, long at, long bytes, boolean fromStaging) {
    source = region;
    offset = at;
    rest = bytes;
    written = 0;
    staged = fromStaging;
  }

  boolean isStaged() {
    return staged;
  }

  @Nullable
  MemoryRegion source() {
    return source;
  }

  /** {@return where the next byte is to be written from} */
  long next() {
    return offset + written;
  }

  void wrote(int bytes) {
    written += bytes;
  }

  /** {@return bytes that are not written yet} */
  long left() {
    return rest - written;
  }

  void end() {
    source = null;
  }
}
