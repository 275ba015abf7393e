package org.sanswitch.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * A reusable gather list: up to {@link #CAPACITY} pieces of memory, taken in order (the WSABUFEX
 * array of Windows Sockets Direct).
 *
 * <p>A piece is a part of a memory segment or of a byte array. A piece without a region is
 * unregistered memory; it may be used only in transfers that copy at once (see the inject size of
 * provider and adapter). Nothing is allocated after construction.
 *
 * <p>Not thread-safe: whoever passes a vector down owns it again when the call returns. The callee
 * may change {@linkplain #region(int, MemoryRegion) regions} in place meanwhile, and forget that it {@linkplain
 * #isFollowed is followed}.
 */
public final class BufferVector {

  /** The greatest number of pieces. */
  public static final int CAPACITY = 4;

  private final @Nullable MemorySegment[] segments = new @Nullable MemorySegment[CAPACITY];
  private final byte[] @Nullable [] arrays = new byte[CAPACITY] @Nullable [];
  private final long[] offsets = new long[CAPACITY];
  private final int[] lengths = new int[CAPACITY];
  private final @Nullable MemoryRegion[] regions = new @Nullable MemoryRegion[CAPACITY];
  private int count;
  private int total;
  private boolean registered = true;
  private boolean followed;

  /** Makes an empty vector. */
  public BufferVector() {}

  /** Empties the vector and forgets the memory it named. */
  public void clear() {
    for (int i = 0; i < count; i++) {
      segments[i] = null;
      arrays[i] = null;
      regions[i] = null;
    }
    count = 0;
    total = 0;
    registered = true;
    followed = false;
  }

  /**
   * Says whether the caller sends another message at once, whatever happens meanwhile: a hint that one
   * wake-up of the peer will do for both (FI_MORE of libfabric). {@link #clear} takes it back.
   *
   * @param more whether one follows
   */
  public void followed(boolean more) {
    followed = more;
  }

  /** {@return whether another message follows at once} */
  public boolean isFollowed() {
    return followed;
  }

  /**
   * Appends a part of a segment.
   *
   * @param segment the memory
   * @param offset first byte, in bytes from the start of the segment
   * @param length number of bytes
   * @param region the region that {@code segment} belongs to, or null for unregistered memory
   * @throws IndexOutOfBoundsException if the part is not inside the segment
   * @throws IllegalStateException if the vector is full or its total would pass 2^31-1 bytes
   */
  public void add(MemorySegment segment, long offset, int length, @Nullable MemoryRegion region) {
    if (offset < 0 || length < 0 || offset > segment.byteSize() - length) {
      throw new IndexOutOfBoundsException(
          "offset " + offset + ", length " + length + ", segment of " + segment.byteSize());
    }
    int at = next(offset, length);
    segments[at] = segment;
    regions[at] = region;
    if (region == null) {
      registered = false;
    }
  }

  /**
   * Appends a part of a byte array: unregistered memory.
   *
   * @param array the memory
   * @param offset index of the first byte
   * @param length number of bytes
   * @throws IndexOutOfBoundsException if the part is not inside the array
   * @throws IllegalStateException if the vector is full or its total would pass 2^31-1 bytes
   */
  public void add(byte[] array, int offset, int length) {
    if (offset < 0 || length < 0 || offset > array.length - length) {
      throw new IndexOutOfBoundsException(
          "offset " + offset + ", length " + length + ", array of " + array.length);
    }
    int at = next(offset, length);
    arrays[at] = array;
    registered = false;
  }

  private int next(long offset, int length) {
    if (count == CAPACITY || total > Integer.MAX_VALUE - length) {
      throw new IllegalStateException(
          "vector of " + count + " pieces, " + total + " bytes cannot take " + length + " more");
    }
    int at = count++;
    offsets[at] = offset;
    lengths[at] = length;
    total += length;
    return at;
  }

  /** {@return the number of pieces} */
  public int count() {
    return count;
  }

  /** {@return the number of bytes of all pieces together} */
  public int totalLength() {
    return total;
  }

  /** {@return whether every piece has a region} */
  public boolean isRegistered() {
    return registered;
  }

  /**
   * {@return the segment of a piece, or null where it is an array}
   *
   * @param index the piece, from 0
   */
  public @Nullable MemorySegment segment(int index) {
    return segments[index];
  }

  /**
   * {@return the array of a piece, or null where it is a segment}
   *
   * @param index the piece, from 0
   */
  public byte @Nullable [] array(int index) {
    return arrays[index];
  }

  /**
   * {@return where a piece starts in its segment or array, in bytes}
   *
   * @param index the piece, from 0
   */
  public long offset(int index) {
    return offsets[index];
  }

  /**
   * {@return the number of bytes of a piece}
   *
   * @param index the piece, from 0
   */
  public int length(int index) {
    return lengths[index];
  }

  /**
   * {@return the region of a piece, or null for unregistered memory}
   *
   * @param index the piece, from 0
   */
  public @Nullable MemoryRegion region(int index) {
    return regions[index];
  }

  /**
   * Replaces the region of a registered piece: how a layer puts its own registration in the place
   * of the one it was handed.
   *
   * @param index the piece, from 0
   * @param region the region to pass on
   */
  public void region(int index, MemoryRegion region) {
    regions[index] = region;
  }

  /**
   * Copies all pieces in order to one place.
   *
   * @param target where to
   * @param targetOffset first byte, in bytes from the start of the target
   * @throws IndexOutOfBoundsException if the target is too small
   */
  public void copyTo(MemorySegment target, long targetOffset) {
    long at = targetOffset;
    for (int i = 0; i < count; i++) {
      int length = lengths[i];
      byte[] array = arrays[i];
      MemorySegment segment = segments[i];
      if (array != null) {
        MemorySegment.copy(array, (int) offsets[i], target, ValueLayout.JAVA_BYTE, at, length);
      } else if (segment != null) {
        MemorySegment.copy(segment, offsets[i], target, at, length);
      }
      at += length;
    }
  }
}
