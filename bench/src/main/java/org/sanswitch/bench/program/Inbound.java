package org.sanswitch.bench.program;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/**
 * Makes a stream of messages: one that does not fit is taken in parts, and stays with who delivers
 * it until its last byte is taken. One thread uses it.
 */
final class Inbound {

  private ByteBuffer target = ByteBuffer.allocate(0);
  private int taken;
  private boolean ended;

  /** Names where the next messages go. */
  void into(ByteBuffer buffer) {
    target = buffer;
  }

  /** {@return whether all of the message has been taken, so that it may go} */
  boolean take(DirectBuffer buffer, int index, int length) {
    int part = Math.min(length - taken, target.remaining());
    if (part > 0) {
      buffer.getBytes(index + taken, target, part);
    }
    taken += part;
    if (taken < length) {
      return false;
    }
    taken = 0;
    return true;
  }

  /** The peer sends no more. */
  void end() {
    ended = true;
  }

  boolean isFull() {
    return !target.hasRemaining();
  }

  /** {@return what a read returns that has found this many bytes} */
  int result(int count) {
    return count == 0 && ended ? -1 : count;
  }
}
