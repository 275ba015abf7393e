package org.sanswitch.impl.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Urgent bytes kept aside until the reader comes to their marks (SES-8). One producer at a time
 * (upcalls), one consumer at a time (the holder of the read gate).
 */
final class UrgentData {

  /** Bytes that are kept with their credits given back. */
  static final int KEPT = 64;

  private static final long[] NO_MARKS = {};
  private static final byte[] NO_VALUES = {};

  private final OwnCredits credits;
  private final int mask;

  /**
   * Made for the first byte: few connections ever have one. Guard: written by the producer before the tail
   * is released; read where the tail, once acquired, has told of a byte.
   */
  private long[] marks = NO_MARKS;

  /** Guard: as marks. */
  private byte[] values = NO_VALUES;

  /** Guard: written by the producer, release. */
  private final AtomicLong tail = new AtomicLong();

  /** Guard: written by the consumer, release. */
  private final AtomicLong head = new AtomicLong();

  /** Credits not given back yet. Guard: atomic. */
  private final AtomicInteger withheld = new AtomicInteger();

  /** Guard: upcalls. */
  private long lastMark;

  /** Guard: volatile; the application's SO_OOBINLINE. */
  private volatile boolean inline;

  /**
   * Makes it empty.
   *
   * @param credits those of control frames
   * @param most greatest number of them
   */
  UrgentData(OwnCredits credits, int most) {
    this.credits = credits;
    mask = Integer.highestOneBit(2 * (KEPT + most) - 1) - 1;
  }

  void inline(boolean on) {
    inline = on;
  }

  boolean isInline() {
    return inline;
  }

  /**
   * Keeps a byte whose buffer is posted again. Guard: upcalls.
   *
   * @param mark stream offset before which it stands
   * @param value the byte
   * @param received stream offset up to which data has come
   * @throws ProtocolViolation if the mark is impossible
   */
  void add(long mark, byte value, long received) throws ProtocolViolation {
    if (mark < lastMark || mark > received) {
      throw new ProtocolViolation(
          "urgent mark " + Long.toUnsignedString(mark) + ", not " + lastMark + " to " + received);
    }
    lastMark = mark;
    if (marks.length == 0) {
      marks = new long[mask + 1];
      values = new byte[mask + 1];
    }
    long at = tail.getPlain();
    marks[(int) at & mask] = mark;
    values[(int) at & mask] = value;
    tail.setRelease(at + 1);
    if (kept() <= KEPT) {
      credits.raise();
    } else {
      withheld.incrementAndGet();
      if (kept() <= KEPT) {
        release();
      }
    }
  }

  private int kept() {
    return (int) (tail.getAcquire() - head.get());
  }

  private void release() {
    if (withheld.getAndUpdate(n -> n > 0 ? n - 1 : 0) > 0) {
      credits.raise();
    }
  }

  /** {@return whether more bytes are kept than need be, and none of them goes in the stream} */
  boolean isCrowded() {
    return !inline && kept() > KEPT;
  }

  boolean isEmpty() {
    return head.getAcquire() == tail.getAcquire();
  }

  /** {@return the mark of the oldest byte; only if there is one} */
  long mark() {
    return marks[(int) head.getPlain() & mask];
  }

  /** {@return whether the reader, being at that offset, would be given an urgent byte} */
  boolean isDue(long position) {
    long at = head.getAcquire();
    return inline && at != tail.getAcquire() && marks[(int) at & mask] <= position;
  }

  /** Takes the oldest byte. Guard: read gate. */
  byte take() {
    long at = head.getPlain();
    byte value = values[(int) at & mask];
    head.set(at + 1);
    if (withheld.get() > 0) {
      release();
    }
    return value;
  }
}
