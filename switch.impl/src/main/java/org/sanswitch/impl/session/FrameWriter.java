package org.sanswitch.impl.session;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.WsaError;

/**
 * Puts one frame into the hands of the provider. Guard: send gate, for everything in here.
 *
 * <p>What the frame announces (limits, acknowledgement) and counts (sequence) is visible before
 * WSPSend, since the answer of the peer may come before WSPSend returns; it is taken back if the
 * provider does not start the send.
 */
final class FrameWriter {

  private final Wire wire;
  private final Credits credits;
  private final StreamOffsets offsets;
  private final SendBuffers slots;
  private final int maxInject;
  private final MemorySegment scratch = Arena.ofAuto().allocate(FrameDescriptor.MAX_CONTROL, 8);
  private final MemorySegment scratchPayload = scratch.asSlice(FrameDescriptor.PAYLOAD_OFFSET);
  private final BufferVector vector = new BufferVector();
  private int sequence;

  FrameWriter(Wire wire, Credits credits, StreamOffsets offsets, SendBuffers slots) {
    this.wire = wire;
    this.credits = credits;
    this.offsets = offsets;
    this.slots = slots;
    maxInject = wire.port().maxInjectSize();
  }

  /** {@return where the payload of a control frame is written before {@link #control}} */
  MemorySegment controlPayload() {
    return scratchPayload;
  }

  /**
   * Sends a control frame, whose payload stands in {@link #controlPayload}.
   *
   * @return WSA_IO_PENDING; WSAENOBUFS if there is no room now; another error as WSPSend
   */
  WsaError control(FrameType type, int flags, int payloadLength) {
    return write(type, flags, payloadLength, null, null, 0, 0);
  }

  /**
   * Sends a DATA frame from one of the two sources.
   *
   * @param followed whether the next frame is sent at once, so that the peer need not be woken for this
   *     one
   * @return as {@link #control}
   */
  WsaError data(
      byte @Nullable [] array,
      @Nullable MemorySegment segment,
      long offset,
      int length,
      boolean followed) {
    long sent = offsets.sent();
    offsets.sent(sent + length);
    vector.followed(followed);
    WsaError result = write(FrameType.DATA, 0, 0, array, segment, offset, length);
    if (result != WsaError.WSA_IO_PENDING) {
      offsets.sent(sent);
    }
    return result;
  }

  /**
   * Sends the first frame of a large transfer: what stands in {@link #controlPayload}, then the
   * first part of the data.
   *
   * @return as {@link #control}
   */
  WsaError large(
      FrameType type,
      int prefix,
      byte @Nullable [] array,
      @Nullable MemorySegment segment,
      long offset,
      int length,
      long total) {
    long sent = offsets.sent();
    offsets.sent(sent + total);
    WsaError result = write(type, 0, prefix, array, segment, offset, length);
    if (result != WsaError.WSA_IO_PENDING) {
      offsets.sent(sent);
    }
    return result;
  }

  private WsaError write(
      FrameType type,
      int flags,
      int prefix,
      byte @Nullable [] array,
      @Nullable MemorySegment segment,
      long offset,
      int length) {
    SendSlot slot = slots.next();
    if (slot == null) {
      vector.clear();
      return WsaError.WSAENOBUFS;
    }
    OwnCredits data = credits.ownData();
    OwnCredits control = credits.ownControl();
    long dataBefore = data.announced();
    long controlBefore = control.announced();
    long acknowledgedBefore = offsets.announced();
    data.announced(data.limit());
    control.announced(control.limit());
    offsets.announced(offsets.consumed());
    spend(type);
    WsaError result = start(slot, type, flags, prefix, array, segment, offset, length);
    vector.clear();
    if (result == WsaError.WSA_IO_PENDING) {
      sequence++;
      slots.used();
    } else {
      slot.notStarted();
      restore(type);
      data.announced(dataBefore);
      control.announced(controlBefore);
      offsets.announced(acknowledgedBefore);
    }
    return result;
  }

  private WsaError start(
      SendSlot slot,
      FrameType type,
      int flags,
      int prefix,
      byte @Nullable [] array,
      @Nullable MemorySegment segment,
      long offset,
      int length) {
    slot.prepare(type.creditClass() == FrameType.CreditClass.DATA);
    try {
      gather(slot, type, flags, prefix, array, segment, offset, length);
    } catch (IllegalStateException e) {
      // The provider has freed its memory under the session (CLO-5).
      return wire.lostMemory(e);
    }
    return wire.send(vector, slot.overlapped());
  }

  private void gather(
      SendSlot slot,
      FrameType type,
      int flags,
      int prefix,
      byte @Nullable [] array,
      @Nullable MemorySegment segment,
      long offset,
      int length) {
    MemoryRegion region = slot.region();
    int payload = prefix + length;
    if (region == null || FrameDescriptor.HEADER_LENGTH + payload <= maxInject) {
      header(scratch, 0, type, flags, payload);
      vector.add(scratch, 0, FrameDescriptor.HEADER_LENGTH + prefix, null);
      addPayload(array, segment, offset, length);
      return;
    }
    MemorySegment staging = region.segment();
    long at = slot.offset();
    header(staging, at, type, flags, payload);
    MemorySegment.copy(scratchPayload, 0, staging, at + FrameDescriptor.PAYLOAD_OFFSET, prefix);
    addPayload(array, segment, offset, length);
    vector.copyTo(staging, at + FrameDescriptor.PAYLOAD_OFFSET + prefix);
    boolean followed = vector.isFollowed();
    vector.clear();
    vector.followed(followed);
    vector.add(staging, at, FrameDescriptor.HEADER_LENGTH + payload, region);
  }

  private void addPayload(
      byte @Nullable [] array, @Nullable MemorySegment segment, long offset, int length) {
    if (array != null) {
      vector.add(array, (int) offset, length);
    } else if (segment != null) {
      vector.add(segment, offset, length, null);
    }
  }

  private void header(MemorySegment to, long at, FrameType type, int flags, int length) {
    to.set(
        FrameDescriptor.LONG,
        at + FrameDescriptor.FIRST_WORD,
        FrameDescriptor.firstWord(
            type.code(),
            flags,
            (int) credits.ownData().announced(),
            (int) credits.ownControl().announced(),
            length));
    to.set(
        FrameDescriptor.LONG,
        at + FrameDescriptor.SECOND_WORD,
        FrameDescriptor.secondWord(sequence, (int) offsets.announced()));
  }

  private void spend(FrameType type) {
    switch (type.creditClass()) {
      case DATA -> credits.peerData().spend();
      case CONTROL -> credits.peerControl().spend();
      case NONE -> {}
    }
  }

  private void restore(FrameType type) {
    switch (type.creditClass()) {
      case DATA -> credits.peerData().restore();
      case CONTROL -> credits.peerControl().restore();
      case NONE -> {}
    }
  }
}
