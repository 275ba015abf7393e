package org.sanswitch.provider.emu;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.memory.MemoryRegion;

/**
 * The receiving half of a queue pair, over the own segment. All but isReady is called by the
 * receiving thread, which guards all fields unless they say otherwise.
 *
 * <p>What the peer writes is read once and checked; a violation ends this queue pair only.
 */
final class ReceiveQueue {

  private static final int SIZE = SegmentDescriptor.RECEIVES;
  private static final int MASK = SIZE - 1;
  private static final VarHandle POLLED;
  private static final VarHandle COUNT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      POLLED = lookup.findVarHandle(ReceiveQueue.class, "polled", long.class);
      COUNT = lookup.findVarHandle(ReceiveQueue.class, "posted", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Ending ending;
  private final long segment;
  private final EmuMemory regions;
  private final long[] ids = new long[SIZE];
  private final @Nullable EmuRegion[] targets = new @Nullable EmuRegion[SIZE];
  private final long[] offsets = new long[SIZE];
  private final int[] lengths = new int[SIZE];
  /** For targets outside the segment: where the peer puts the message first. */
  private final @Nullable EmuRegion[] bounces = new @Nullable EmuRegion[SIZE];

  /** Read by any thread too. */
  private long posted;
  /** Read by any thread too. */
  private long polled;
  /** Whether a receive was flushed; then all after it are, whatever may still arrive. */
  private boolean flushing;

  private long takenId;
  private AdapterError takenError = AdapterError.OK;
  private int takenLength;

  ReceiveQueue(Ending ending, long segment, EmuMemory regions) {
    this.ending = ending;
    this.segment = segment;
    this.regions = regions;
  }

  /** See {@link org.sanswitch.hal.QueuePair#postReceive}. */
  AdapterError post(long id, MemoryRegion region, long offset, int length) {
    if (ending.error() != null) {
      return AdapterError.DISCONNECTED;
    }
    if (!(region instanceof EmuRegion target) || !target.isUsableBy(regions)) {
      return AdapterError.INVALID;
    }
    long size = target.segment().byteSize();
    if (id < 0 || length < 0 || offset < 0 || offset > size - length) {
      return AdapterError.INVALID;
    }
    long sequence = posted;
    if (sequence - polled >= SIZE) {
      return AdapterError.NO_RESOURCES;
    }
    int slot = (int) sequence & MASK;
    try {
      long start = target.start() + offset;
      if (target.start() == EmuRegion.FOREIGN) {
        EmuRegion bounce = regions.allocate(Math.max(length, 1));
        bounces[slot] = bounce;
        start = bounce.start();
      }
      RawMemory.putLong(
          segment + SegmentDescriptor.receive(sequence),
          SegmentDescriptor.descriptor(start, length));
      ids[slot] = id;
      targets[slot] = target;
      offsets[slot] = offset;
      lengths[slot] = length;
      target.addPending(1);
      COUNT.setRelease(this, sequence + 1);
      RawMemory.putLongRelease(segment + SegmentDescriptor.POSTED_OFFSET, sequence + 1);
      return AdapterError.OK;
    } catch (AdapterException e) {
      return AdapterError.NO_RESOURCES;
    } catch (InternalError e) {
      ending.accessFailed(e);
      // What is counted will be flushed.
      return posted > sequence ? AdapterError.OK : AdapterError.DISCONNECTED;
    }
  }

  /** {@return number of completions given to the sink} */
  int poll(CompletionQueue.Sink sink, int max) {
    int taken = 0;
    while (taken < max && take()) {
      taken++;
      sink.completed(takenId, takenError, takenLength);
    }
    return taken;
  }

  /** {@return whether there may be something to poll; for any thread} */
  boolean isReady() {
    long next = (long) POLLED.getAcquire(this);
    if (next == (long) COUNT.getAcquire(this) || ending.isClosed()) {
      return false;
    }
    long word =
        RawMemory.getLongAcquire(segment + SegmentDescriptor.completion(next));
    return SegmentDescriptor.completes(word, next) || ending.error() != null;
  }

  private boolean take() {
    long next = polled;
    if (next == posted) {
      return false;
    }
    if (!flushing && !ending.isClosed()) {
      try {
        long entry = segment + SegmentDescriptor.completion(next);
        long word = RawMemory.getLongAcquire(entry);
        if (!SegmentDescriptor.completes(word, next)) {
          FaultPoint.reach();
          if (ending.error() == null) {
            return false;
          }
          // What had arrived when the end was noticed is delivered first (CLO-9).
          word = RawMemory.getLongAcquire(entry);
        }
        if (SegmentDescriptor.completes(word, next)) {
          complete(next, entry, (int) word);
          return true;
        }
      } catch (InternalError e) {
        ending.accessFailed(e);
      }
      flushing = true;
    }
    finish(next, ending.errorOr(AdapterError.DISCONNECTED), 0);
    return true;
  }

  private void complete(long sequence, long entry, int length) {
    int slot = (int) sequence & MASK;
    if (length < 0 || length > SegmentDescriptor.MAX_MESSAGE) {
      ending.violation("message " + sequence + " has length " + length);
      flushing = true;
      finish(sequence, AdapterError.DISCONNECTED, 0);
      return;
    }
    if (length > lengths[slot]) {
      finish(sequence, AdapterError.MESSAGE_SIZE, 0);
      return;
    }
    EmuRegion target = targets[slot];
    AdapterError error =
        target == null || length == 0 ? AdapterError.OK : copy(slot, target, entry, length);
    finish(sequence, error, error == AdapterError.OK ? length : 0);
  }

  /** Brings what did not come into the posted buffer directly to it. */
  private AdapterError copy(int slot, EmuRegion target, long entry, int length) {
    EmuRegion bounce = bounces[slot];
    if (bounce != null) {
      long from =
          length <= SegmentDescriptor.INLINE ? entry + Long.BYTES : arena(bounce.start());
      try {
        MemorySegment.copy(RawMemory.ALL, from, target.segment(), offsets[slot], length);
      } catch (IllegalStateException | WrongThreadException e) {
        // The caller has closed its memory too early.
        return AdapterError.ADAPTER_FAILED;
      }
    } else if (length <= SegmentDescriptor.INLINE) {
      RawMemory.copyShort(entry + Long.BYTES, arena(target.start() + offsets[slot]), length);
    }
    return AdapterError.OK;
  }

  private long arena(long start) {
    return segment + SegmentDescriptor.ARENA_OFFSET + start;
  }

  /** Frees what the receive needed before it is told to be complete (CLO-3). */
  private void finish(long sequence, AdapterError error, int length) {
    int slot = (int) sequence & MASK;
    EmuRegion target = targets[slot];
    EmuRegion bounce = bounces[slot];
    if (bounce != null) {
      bounces[slot] = null;
      free(bounce);
    }
    if (target != null) {
      targets[slot] = null;
      target.addPending(-1);
    }
    takenId = ids[slot];
    takenError = error;
    takenLength = length;
    POLLED.setRelease(this, sequence + 1);
  }

  private void free(EmuRegion bounce) {
    try {
      regions.release(bounce);
    } catch (AdapterException e) {
      throw new IllegalStateException("a bounce buffer is known and unused", e);
    }
  }
}
