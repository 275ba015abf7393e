package org.sanswitch.provider.verbs;

import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.BufferVector;

/**
 * What is under way on one queue of a queue pair, in order. Each operation has a sequence number:
 * posted by one thread at a time, done when the device has completed it, taken when the caller has
 * polled that. What is not taken fills the queue.
 */
final class WorkQueue {

  private static final int PIECES = BufferVector.CAPACITY;

  private final int capacity;
  private final long[] ids;
  private final int[] lengths;
  private final long[] addresses;
  private final @Nullable VerbsRegion[] regions;

  /** Written by the one who posts. */
  private volatile long posted;
  /** Written by the owner of the lock of completions. */
  private volatile long done;
  /** Written by the one who polls. */
  private volatile long taken;

  WorkQueue(int capacity) {
    this.capacity = capacity;
    this.ids = new long[capacity];
    this.lengths = new int[capacity];
    this.addresses = new long[capacity];
    this.regions = new @Nullable VerbsRegion[capacity * PIECES];
  }

  int capacity() {
    return capacity;
  }

  boolean isFull() {
    return posted - taken >= capacity;
  }

  long posted() {
    return posted;
  }

  long done() {
    return done;
  }

  /** {@return whether the device has something to do still} */
  boolean isUnderWay() {
    return done != posted;
  }

  /**
   * Adds an operation; its regions, if there are any, are put in place before.
   *
   * @param address where a receive goes to
   * @return its sequence number
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread posts
  long add(long id, int length, long address) {
    long sequence = posted;
    int at = at(sequence);
    ids[at] = id;
    lengths[at] = length;
    addresses[at] = address;
    posted = sequence + 1;
    return sequence;
  }

  /** Names a region that the next operation uses. */
  void region(int piece, @Nullable VerbsRegion region) {
    regions[at(posted) * PIECES + piece] = region;
  }

  /** {@return a region that the next operation uses} */
  @Nullable
  VerbsRegion next(int piece) {
    return regions[at(posted) * PIECES + piece];
  }

  /** Takes back the operation that was added last: the device has not taken it. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread posts
  void retract() {
    long sequence = posted - 1;
    letGo(sequence);
    posted = sequence;
  }

  long id(long sequence) {
    return ids[at(sequence)];
  }

  int length(long sequence) {
    return lengths[at(sequence)];
  }

  long address(long sequence) {
    return addresses[at(sequence)];
  }

  @Nullable
  VerbsRegion region(long sequence) {
    return regions[at(sequence) * PIECES];
  }

  /** {@return whether it is one that the device may complete next} */
  boolean isUnderWay(long sequence) {
    return sequence >= done && sequence < posted;
  }

  /** The next operation is done: its memory is free (CLO-3). {@return its sequence number} */
  @SuppressWarnings("NonAtomicVolatileUpdate") // by the owner of the lock of completions
  long finish() {
    long sequence = done;
    letGo(sequence);
    done = sequence + 1;
    return sequence;
  }

  /** The caller has polled one. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread polls
  void take() {
    taken++;
  }

  private void letGo(long sequence) {
    int first = at(sequence) * PIECES;
    for (int i = first; i < first + PIECES; i++) {
      VerbsRegion region = regions[i];
      if (region != null) {
        regions[i] = null;
        region.unuse();
      }
    }
  }

  private int at(long sequence) {
    return (int) (sequence % capacity);
  }
}
