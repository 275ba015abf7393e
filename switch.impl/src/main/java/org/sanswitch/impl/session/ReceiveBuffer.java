package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
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

  int remaining() {
    return end - position;
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
