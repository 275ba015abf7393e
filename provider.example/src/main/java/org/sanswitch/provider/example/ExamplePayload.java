package org.sanswitch.provider.example;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.QueuePair.Access;
import org.sanswitch.memory.BufferVector;

/**
 * The local memory of an operation: pieces of registered memory, which stay in use until the
 * operation is complete, or a copy of memory that is not registered. The vector itself belongs to
 * the caller again as soon as the post returns.
 */
final class ExamplePayload {

  private record Piece(ExampleRegion region, long offset, int length) {}

  private final List<Piece> pieces = new ArrayList<>(BufferVector.CAPACITY);
  private final byte @Nullable [] copy;
  private final int length;

  private ExamplePayload(int length, byte @Nullable [] copy) {
    this.length = length;
    this.copy = copy;
  }

  /**
   * Under the adapter's lock: takes a vector in.
   *
   * @param vector the vector
   * @param memory what is registered
   * @param access what the operation does with registered memory
   * @param maxInjectSize up to how many bytes unregistered memory is copied
   * @return the payload, or null where the vector breaks the contract
   */
  static @Nullable ExamplePayload of(
      BufferVector vector, ExampleMemory memory, Access access, int maxInjectSize) {
    int length = vector.totalLength();
    if (!vector.isRegistered()) {
      return length > maxInjectSize ? null : copyOf(vector, length);
    }
    ExamplePayload payload = new ExamplePayload(length, null);
    for (int i = 0; i < vector.count(); i++) {
      ExampleRegion region = memory.find(vector.region(i), access);
      MemorySegment segment = vector.segment(i);
      if (region == null || segment == null) {
        return null;
      }
      long offset = segment.address() + vector.offset(i) - region.segment().address();
      if (!region.contains(offset, vector.length(i))) {
        return null;
      }
      payload.pieces.add(new Piece(region, offset, vector.length(i)));
    }
    payload.pieces.forEach(piece -> piece.region.use());
    return payload;
  }

  private static @Nullable ExamplePayload copyOf(BufferVector vector, int length) {
    byte[] copy = new byte[length];
    try {
      vector.copyTo(MemorySegment.ofArray(copy), 0);
      return new ExamplePayload(length, copy);
    } catch (IllegalStateException | WrongThreadException e) {
      return null; // memory that is gone, or another thread's
    }
  }

  int length() {
    return length;
  }

  /** {@return the bytes, or null if the memory has gone} */
  byte @Nullable [] read() {
    if (copy != null) {
      return copy;
    }
    byte[] bytes = new byte[length];
    int at = 0;
    for (Piece piece : pieces) {
      if (!piece.region.read(piece.offset, bytes, at, piece.length)) {
        return null;
      }
      at += piece.length;
    }
    return bytes;
  }

  /** Fills registered memory; {@return whether it was there} */
  boolean write(byte[] bytes) {
    int at = 0;
    for (Piece piece : pieces) {
      if (!piece.region.write(piece.offset, bytes, at, piece.length)) {
        return false;
      }
      at += piece.length;
    }
    return true;
  }

  /** The operation is complete: its memory may be deregistered. */
  void release() {
    pieces.forEach(piece -> piece.region.unuse());
  }
}
