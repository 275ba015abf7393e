package org.sanswitch.itests.adapter;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.sanswitch.memory.MemoryRegion;

/** Memory that is registered with one queue pair. */
final class Registration implements MemoryRegion {

  private static final int GONE = Integer.MIN_VALUE;

  private final MemoryQueuePair owner;
  private final MemorySegment segment;

  /** Operations that use it, or GONE. */
  private final AtomicInteger uses = new AtomicInteger();

  Registration(MemoryQueuePair owner, MemorySegment segment) {
    this.owner = owner;
    this.segment = segment;
  }

  @Override
  public MemorySegment segment() {
    return segment;
  }

  boolean belongsTo(MemoryQueuePair queuePair) {
    return owner == queuePair;
  }

  boolean contains(MemorySegment part, long offset, int length) {
    long start = part.address() + offset - segment.address();
    return start >= 0 && length >= 0 && length <= segment.byteSize() - start;
  }

  /** Notes a use; false if it was deregistered. */
  boolean use() {
    return uses.getAndUpdate(n -> n == GONE ? GONE : n + 1) != GONE;
  }

  /** Ends a use: before the operation is seen to be complete (CLO-3). */
  void release() {
    uses.decrementAndGet();
  }

  /** Ends the registration; false if it is in use or ended (MEM-3). */
  boolean end() {
    return uses.compareAndSet(0, GONE);
  }
}
