package org.sanswitch.impl.simulation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;

/** A message on its way, or the word that there is no connection any more. */
final class Message {

  private static final int TYPE_DATA = 3;
  private static final int READ_OFFER = 16;
  private static final int WRITE_REQUEST = 18;
  private static final int FIRST = 28;
  private static final int HEADER = 16;

  private static final ValueLayout.OfInt FIRST_LENGTH =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment source;
  private final Memory.Region region;
  private final Overlapped overlapped;
  private byte[] bytes;

  private Message(MemorySegment source, Memory.Region region, Overlapped overlapped) {
    this.source = source;
    this.region = region;
    this.overlapped = overlapped;
  }

  /** {@return the word that there is no connection any more} */
  static Message reset() {
    return new Message(null, null, null);
  }

  /** {@return a message that is copied at once, and whose send is pending} */
  static Message copied(BufferVector buffers, Overlapped overlapped) {
    Message message = new Message(null, null, overlapped);
    message.bytes = new byte[buffers.totalLength()];
    buffers.copyTo(MemorySegment.ofArray(message.bytes), 0);
    return message;
  }

  /** {@return a message that is copied when it is handed over; until then its memory is in use} */
  static Message registered(BufferVector buffers, Memory.Region region, Overlapped overlapped) {
    region.use();
    return new Message(buffers.segment(0).asSlice(buffers.offset(0), buffers.length(0)), region,
        overlapped);
  }

  boolean isReset() {
    return overlapped == null;
  }

  boolean isPending() {
    return overlapped != null && !overlapped.isComplete();
  }

  /** Takes the bytes out of the sender's memory and completes the send. */
  void handOver() {
    if (isPending()) {
      if (bytes == null) {
        bytes = source.toArray(ValueLayout.JAVA_BYTE);
      }
      complete(WsaError.NO_ERROR);
    }
  }

  /** Completes the send if it is pending. */
  void complete(WsaError status) {
    if (isPending()) {
      if (region != null) {
        region.release();
      }
      overlapped.complete(status, status == WsaError.NO_ERROR ? bytes.length : 0);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int type() {
    return bytes[0];
  }

  /** {@return number of bytes of the stream that it carries, once it is handed over} */
  int streamBytes() {
    if (bytes.length > FIRST + 3 && (bytes[0] == READ_OFFER || bytes[0] == WRITE_REQUEST)) {
      return MemorySegment.ofArray(bytes).get(FIRST_LENGTH, FIRST);
    }
    return bytes.length > HEADER && bytes[0] == TYPE_DATA ? bytes.length - HEADER : 0;
  }
}
