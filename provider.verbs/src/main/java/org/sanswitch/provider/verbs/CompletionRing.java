package org.sanswitch.provider.verbs;

import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterError;

/** Completions that the device has told and nobody has polled, in order. Guard: the owner's lock. */
final class CompletionRing {

  private final long[] ids;
  private final int[] bytes;
  private final @Nullable AdapterError[] errors;
  private final @Nullable WorkQueue[] queues;
  private int first;
  private int count;

  CompletionRing(int capacity) {
    this.ids = new long[capacity];
    this.bytes = new int[capacity];
    this.errors = new @Nullable AdapterError[capacity];
    this.queues = new @Nullable WorkQueue[capacity];
  }

  boolean isEmpty() {
    return count == 0;
  }

  void add(WorkQueue queue, long id, AdapterError error, int length) {
    if (count == ids.length) {
      throw new IllegalStateException("more than " + count + " completions");
    }
    int at = (first + count++) % ids.length;
    ids[at] = id;
    bytes[at] = length;
    errors[at] = error;
    queues[at] = queue;
  }

  /** Moves the oldest ones to another ring, as many as it takes. {@return how many} */
  int moveTo(CompletionRing other, int max) {
    int moved = 0;
    while (moved < max && count > 0 && other.count < other.ids.length) {
      WorkQueue queue = queues[first];
      AdapterError error = errors[first];
      if (queue != null && error != null) {
        other.add(queue, ids[first], error, bytes[first]);
      }
      drop();
      moved++;
    }
    return moved;
  }

  long id() {
    return ids[first];
  }

  int bytes() {
    return bytes[first];
  }

  AdapterError error() {
    AdapterError error = errors[first];
    return error == null ? AdapterError.INVALID : error;
  }

  /** The oldest one is polled: there is room in its queue. */
  void take() {
    WorkQueue queue = queues[first];
    if (queue != null) {
      queue.take();
    }
    drop();
  }

  private void drop() {
    queues[first] = null;
    errors[first] = null;
    first = (first + 1) % ids.length;
    count--;
  }
}
