package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.Overlapped;

/** One receive: its part of the registered memory and its overlapped object. */
final class ReceiveBuffer {

  private final MemoryRegion region;
  private final long offset;
  private final MemorySegment segment;
  private final ByteBuffer view;
  private final Overlapped overlapped = new Overlapped(false, this);

  /** The provider has refused it; it is not posted again. Guard: volatile, set once. */
  private volatile boolean refused;

  /** Guard: written inside the upcall, then by the holder of the read gate, handed by Inbound. */
  private int position;

  /** Guard: as position. */
  private int end;

  /** A large transfer that was announced by it; kept for the next one. Guard: as position. */
  private @Nullable LargeReceive large;

  /** Whether such a transfer follows its payload. Guard: as position. */
  private boolean announcing;

  ReceiveBuffer(MemoryRegion region, long offset, int size) {
    this.region = region;
    this.offset = offset;
    segment = region.segment().asSlice(offset, size);
    view = segment.asByteBuffer();
  }

  MemoryRegion region() {
    return region;
  }

  long offset() {
    return offset;
  }

  int size() {
    return view.capacity();
  }

  Overlapped overlapped() {
    return overlapped;
  }

  void refused() {
    refused = true;
  }

  /** {@return whether the provider may still use it} */
  boolean isPending() {
    return !refused && !overlapped.isComplete();
  }

  MemorySegment segment() {
    return segment;
  }

  /** Makes it hold a payload that is not read yet. */
  void hold(int payloadLength) {
    position = FrameDescriptor.PAYLOAD_OFFSET;
    end = FrameDescriptor.PAYLOAD_OFFSET + payloadLength;
  }

  /** Makes it hold the first part of a large transfer, behind what announces it. */
  void holdLarge(int prefix, int payloadLength) {
    hold(payloadLength);
    position += prefix;
    announcing = true;
  }

  /** {@return the transfer that follows its payload, or null} */
  @Nullable
  LargeReceive large() {
    return announcing ? large : null;
  }

  /** {@return the transfer that it may announce} */
  LargeReceive makeLarge() {
    LargeReceive made = large;
    if (made == null) {
      made = new LargeReceive(this);
      large = made;
    }
    return made;
  }

  /** {@return whether all that it stands for was read} */
  boolean isTaken() {
    return end == position && (!announcing || (large != null && large.isTaken()));
  }

  /** It is posted again. */
  void endLarge() {
    announcing = false;
  }

  ByteBuffer view() {
    return view;
  }

  int remaining() {
    return end - position;
  }

  /** Moves all unread payload; {@link #skip} by a negative number takes that back. */
  void moveTo(MemorySegment target, long at) {
    MemorySegment.copy(segment, position, target, at, remaining());
    position = end;
  }

  /** Drops unread payload. */
  void skip(int length) {
    position += length;
  }

  void copyTo(byte[] target, int at, int length) {
    MemorySegment.copy(segment, FrameDescriptor.BYTE, position, target, at, length);
    position += length;
  }

  /** Copies to a direct buffer; neither position moves. */
  void copyTo(ByteBuffer target, int at, int length) {
    target.put(at, view, position, length);
    position += length;
  }
}
