package org.sanswitch.provider.emu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/** A queue pair with buffers, for tests: ids below SLOTS are receives, others are sends. */
final class Peer {

  static final int SLOTS = 16;
  static final long SEND = 1000;
  private static final long SLEEP_NANOS = 100_000_000;

  /** One completion. */
  record Done(long id, AdapterError error, int bytes) {}

  final QueuePair queuePair;
  final int slotSize;
  final MemoryRegion region;
  final Deque<Done> done = new ArrayDeque<>();
  private final BufferVector vector = new BufferVector();
  private final CompletionQueue.Sink sink =
      (id, error, bytes) -> done.add(new Done(id, error, bytes));

  Peer(QueuePair queuePair, int slotSize, int posted) throws AdapterException {
    this.queuePair = queuePair;
    this.slotSize = slotSize;
    this.region = queuePair.allocate((long) slotSize * SLOTS);
    for (int i = 0; i < posted; i++) {
      post(i);
    }
  }

  void post(long slot) {
    AdapterError error = queuePair.postReceive(slot, region, slot * slotSize, slotSize);
    if (error != AdapterError.OK) {
      throw new AssertionError("receive " + slot + ": " + error);
    }
  }

  AdapterError send(byte[] message) {
    vector.clear();
    vector.add(message, 0, message.length);
    return queuePair.postSend(SEND, vector);
  }

  /** Polls until there is one, which the test waits for with a bound. */
  Done next() {
    long end = System.nanoTime() + Recorder.BOUND_SECONDS * 1_000_000_000L;
    while (done.isEmpty()) {
      queuePair.completions().poll(sink, 8);
      if (done.isEmpty()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("nothing completed");
        }
        queuePair.completions().await(SLEEP_NANOS);
      }
    }
    return done.remove();
  }

  /** {@return the next completion, or null} */
  Done tryNext() {
    if (done.isEmpty()) {
      queuePair.completions().poll(sink, 8);
    }
    return done.poll();
  }

  /** The next completion of a receive; sends are skipped. */
  Done received() {
    Done next;
    do {
      next = next();
    } while (next.id() >= SEND);
    return next;
  }

  byte[] data(Done receive) {
    MemorySegment from = region.segment().asSlice(receive.id() * slotSize, receive.bytes());
    return from.toArray(ValueLayout.JAVA_BYTE);
  }
}
