package org.sanswitch.impl.session;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Received data buffers on their way to the reader, in order. One producer at a time (upcalls), one
 * consumer at a time (the holder of the read gate).
 */
final class Inbound {

  private final @Nullable ReceiveBuffer[] ring;
  private final int mask;

  /** Guard: written by the producer, release; read by any. */
  private final AtomicLong tail = new AtomicLong();

  /** Guard: written by the consumer, release; read by any. */
  private final AtomicLong head = new AtomicLong();

  Inbound(int buffers) {
    int capacity = Integer.highestOneBit(Math.max(buffers, 2) * 2 - 1);
    ring = new @Nullable ReceiveBuffer[capacity];
    mask = capacity - 1;
  }

  /** Appends a buffer; there is room for all that exist. */
  void add(ReceiveBuffer buffer) {
    long at = tail.getPlain();
    ring[(int) at & mask] = buffer;
    tail.setRelease(at + 1);
  }

  /** {@return the oldest buffer, or null} */
  @Nullable
  ReceiveBuffer peek() {
    long at = head.getPlain();
    return at == tail.getAcquire() ? null : ring[(int) at & mask];
  }

  /** Removes the oldest buffer. */
  void remove() {
    long at = head.getPlain();
    ring[(int) at & mask] = null;
    head.setRelease(at + 1);
  }

  boolean isEmpty() {
    return head.getAcquire() == tail.getAcquire();
  }
}
