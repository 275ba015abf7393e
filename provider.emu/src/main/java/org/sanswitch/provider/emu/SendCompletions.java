package org.sanswitch.provider.emu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.CompletionQueue;

/**
 * Operations of the sending thread that are done and wait to be polled: a ring from the sending to
 * the polling thread. Everything in it was copied already, so all have succeeded.
 */
final class SendCompletions {

  /** More than a session of the switch has under way; each costs an idle connection 30 bytes. */
  static final int CAPACITY = 128;

  private static final VarHandle HEAD;
  private static final VarHandle TAIL;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(SendCompletions.class, "head", long.class);
      TAIL = lookup.findVarHandle(SendCompletions.class, "tail", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long[] ids = new long[CAPACITY];
  private final int[] lengths = new int[CAPACITY];
  /** Changed by the sending thread. */
  private long tail;
  /** Changed by the sending thread: the head as it last saw it. */
  private long headSeen;
  /** Changed by the polling thread. */
  private long head;

  /** {@return whether one more fits; for the sending thread} */
  boolean hasRoom() {
    if (tail - headSeen < CAPACITY) {
      return true;
    }
    headSeen = (long) HEAD.getAcquire(this);
    return tail - headSeen < CAPACITY;
  }

  /** Adds one; for the sending thread, after hasRoom. */
  void add(long id, int length) {
    int slot = (int) tail & (CAPACITY - 1);
    ids[slot] = id;
    lengths[slot] = length;
    TAIL.setRelease(this, tail + 1);
  }

  /** {@return whether there is something to poll; for any thread} */
  boolean isReady() {
    return (long) TAIL.getAcquire(this) != (long) HEAD.getAcquire(this);
  }

  /** {@return number of completions given to the sink; for the polling thread} */
  int poll(CompletionQueue.Sink sink, int max) {
    int taken = 0;
    long available = (long) TAIL.getAcquire(this);
    while (taken < max && head != available) {
      int slot = (int) head & (CAPACITY - 1);
      long id = ids[slot];
      int length = lengths[slot];
      HEAD.setRelease(this, head + 1);
      taken++;
      sink.completed(id, AdapterError.OK, length);
    }
    return taken;
  }
}
