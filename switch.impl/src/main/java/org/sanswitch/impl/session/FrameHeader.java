package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;

/**
 * A private copy of a received header: what the peer changes in shared memory afterwards is not
 * seen. Guard: used inside upcalls of one session only, which come one at a time.
 */
final class FrameHeader {

  private long first;
  private long second;

  void copyFrom(MemorySegment frame) {
    first = frame.get(FrameDescriptor.LONG, FrameDescriptor.FIRST_WORD);
    second = frame.get(FrameDescriptor.LONG, FrameDescriptor.SECOND_WORD);
  }

  int type() {
    return FrameDescriptor.type(first);
  }

  int flags() {
    return FrameDescriptor.flags(first);
  }

  int dataLimit() {
    return FrameDescriptor.dataLimit(first);
  }

  int controlLimit() {
    return FrameDescriptor.controlLimit(first);
  }

  int payloadLength() {
    return FrameDescriptor.payloadLength(first);
  }

  int sequence() {
    return FrameDescriptor.sequence(second);
  }

  int acknowledged() {
    return FrameDescriptor.acknowledged(second);
  }
}
