package org.sanswitch.provider.hal;

import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.CompletionQueue;

/**
 * Completions between the adapter's poll and the upcalls: they are taken inside the adapter, where
 * nobody else can post a receive, and told outside. Guard of all: the owner of the drain lock.
 */
final class Batch implements CompletionQueue.Sink {

  /** Greatest number of completions of one round. */
  static final int CAPACITY = 16;

  /** One more than an adapter is asked for: the early receive. */
  private static final int ROOM = CAPACITY + 1;

  private final long[] ids = new long[ROOM];
  private final AdapterError[] errors = new AdapterError[ROOM];
  private final int[] bytes = new int[ROOM];

  /** Guard: see the class. */
  private int count;

  private final EarlyReceive early;

  /**
   * Makes an empty batch.
   *
   * @param early takes what is meant for it
   */
  Batch(EarlyReceive early) {
    this.early = early;
  }

  /** {@return number of completions} */
  int count() {
    return count;
  }

  /** Empties it. */
  void clear() {
    count = 0;
  }

  @Override
  public void completed(long id, AdapterError error, int transferred) {
    if (id == EarlyReceive.ID) {
      early.arrived(error, transferred);
      if (early.isReady()) {
        early.deliver(this);
      }
      return;
    }
    ids[count] = id;
    errors[count] = error;
    bytes[count] = transferred;
    count++;
  }

  /** {@return id of a completion, counted from 0} */
  long id(int index) {
    return ids[index];
  }

  /** {@return error of a completion, counted from 0} */
  AdapterError error(int index) {
    return errors[index];
  }

  /** {@return number of bytes of a completion, counted from 0} */
  int bytes(int index) {
    return bytes[index];
  }
}
