package org.sanswitch.provider.verbs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.memory.MemoryRegion;

/**
 * The receive queue of a queue pair. Receives may be posted before the device has a queue pair for the
 * connection, which needs to know the way to the peer first; they wait here, and go to the device
 * before the peer hears of the connection (ACC-3).
 */
final class ReceiveQueue {

  static final int KIND_RECEIVE = 1;

  private final VerbsLibrary verbs;
  private final VerbsMemory memory;
  private final Ending ending;
  private final WorkQueue work;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guard: lock. */
  private final MemorySegment piece;
  /** Guard: lock. */
  private final MemorySegment request;
  /** Guard: lock. The queue pair of the device, or 0 while there is none. */
  private long queuePair;

  ReceiveQueue(VerbsLibrary verbs, VerbsMemory memory, int capacity, Ending ending) {
    this.verbs = verbs;
    this.memory = memory;
    this.ending = ending;
    this.work = new WorkQueue(capacity);
    Arena arena = Arena.ofAuto();
    this.piece = arena.allocate(VerbsLayout.SGE_BYTES, Long.BYTES);
    this.request = arena.allocate(VerbsLayout.RECEIVE_BYTES, Long.BYTES);
  }

  WorkQueue work() {
    return work;
  }

  /**
   * There is a queue pair: what was posted goes to it.
   *
   * @return 0, or an error number negated
   */
  int attach(long to) {
    lock.lock();
    try {
      queuePair = to;
      for (long sequence = work.done(); sequence < work.posted(); sequence++) {
        int error = submit(sequence);
        if (error < 0) {
          return error;
        }
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing goes to the device any more when this returns. */
  void detach() {
    lock.lock();
    try {
      queuePair = 0;
    } finally {
      lock.unlock();
    }
  }

  /** See {@link org.sanswitch.hal.QueuePair#postReceive}. */
  AdapterError post(long id, MemoryRegion region, long offset, int length) {
    lock.lock();
    try {
      if (ending.isOver()) {
        return AdapterError.DISCONNECTED;
      }
      if (work.isFull()) {
        return AdapterError.NO_RESOURCES;
      }
      if (!(region instanceof VerbsRegion known) || !known.isOf(memory) || offset < 0
          || offset > known.segment().byteSize()
          || !known.allows(VerbsRegion.WRITE, known.address() + offset, length)
          || !known.use()) {
        return AdapterError.INVALID;
      }
      work.region(0, known);
      long sequence = work.add(id, length, known.address() + offset);
      int error = queuePair == 0 ? 0 : submit(sequence);
      if (error == 0) {
        return AdapterError.OK;
      }
      work.retract();
      return -error == Errno.ENOMEM ? AdapterError.NO_RESOURCES : AdapterError.INVALID;
    } finally {
      lock.unlock();
    }
  }

  private int submit(long sequence) {
    VerbsRegion region = work.region(sequence);
    long at = piece.address();
    Raw.putLong(at + VerbsLayout.SGE_ADDRESS, work.address(sequence));
    Raw.putInt(at + VerbsLayout.SGE_LENGTH, work.length(sequence));
    Raw.putInt(at + VerbsLayout.SGE_LKEY, region == null ? 0 : region.localKey());
    long to = request.address();
    Raw.putLong(to + VerbsLayout.RECEIVE_ID, Completions.requestId(sequence, KIND_RECEIVE));
    Raw.putLong(to + VerbsLayout.RECEIVE_PIECES, at);
    Raw.putInt(to + VerbsLayout.RECEIVE_PIECE_COUNT, work.length(sequence) == 0 ? 0 : 1);
    return verbs.postReceive(queuePair, to);
  }
}
