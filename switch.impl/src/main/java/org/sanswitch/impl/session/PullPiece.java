package org.sanswitch.impl.session;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.WsaError;

/** A part of an incoming large transfer, in memory of the switch. Guard: read gate. */
final class PullPiece {

  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  private final RdmaOperation operation;
  private @Nullable MemoryRegion region;
  private @Nullable LargeReceive transfer;
  private ByteBuffer view = NO_BYTES;
  private long offset;
  private int position;
  private int end;

  PullPiece(RdmaOperation operation) {
    this.operation = operation;
  }

  RdmaOperation operation() {
    return operation;
  }

  /**
   * Gives it a place.
   *
   * @param of the transfer
   * @param memory where to
   * @param at first byte in the region
   * @param bytes of the region, as the application's buffers are filled from
   * @param first first byte there
   * @param length how many bytes
   */
  void place(
      LargeReceive of, MemoryRegion memory, long at, ByteBuffer bytes, int first, int length) {
    transfer = of;
    region = memory;
    offset = at;
    view = bytes;
    position = first;
    end = first + length;
  }

  /** Reads it from the memory of the peer; {@return as {@link RdmaOperation#start}}. */
  WsaError read(LargeReceive from) {
    MemoryRegion memory = region;
    return memory == null
        ? WsaError.WSAEINVAL
        : operation.start(true, memory, offset, left(), from.remote(), from.nextRemote());
  }

  @Nullable
  LargeReceive transfer() {
    return transfer;
  }

  long offset() {
    return offset;
  }

  int left() {
    return end - position;
  }

  void copyTo(byte @Nullable [] array, @Nullable ByteBuffer buffer, int at, int length) {
    if (array != null) {
      view.get(position, array, at, length);
    } else if (buffer != null) {
      buffer.put(at, view, position, length);
    }
    position += length;
  }

  void clear() {
    transfer = null;
    region = null;
    view = NO_BYTES;
  }
}
