package org.sanswitch.provider.hal;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.memory.MemoryRegion;

/**
 * The one receive that the hardware abstraction posts itself on every queue pair, before it connects
 * or accepts, so that the message that arrives before the switch has posted receives is kept
 * (ACC-3). The first WSPRecv of the switch is bound to it, one-to-one, and gets a copy; later ones
 * go to the adapter.
 *
 * <p>Guard of all: the drain lock, inside the adapter.
 */
final class EarlyReceive {

  /** Size of the buffer; a negotiation message has at most 256 bytes. */
  static final int BYTES = 512;

  /** Id of the receive at the adapter. */
  static final long ID = ReceiveQueue.FIRST_ID << 1;

  private static final int UNBOUND = -1;

  private final MemoryRegion region;

  /** Guard: see the class. Place of the WSPRecv that takes the message. */
  private int slot = UNBOUND;

  /** Guard: see the class. Where the WSPRecv wants the message. */
  private @Nullable MemorySegment target;

  /** Guard: see the class. */
  private long offset;

  /** Guard: see the class. */
  private int length;

  /** Guard: see the class. How the receive completed, or null while it is pending. */
  private @Nullable AdapterError error;

  /** Guard: see the class. */
  private int bytes;

  /** Guard: see the class. The message has arrived, is bound, and is not delivered yet. */
  private boolean ready;

  /**
   * Makes the receive.
   *
   * @param region its memory
   */
  EarlyReceive(MemoryRegion region) {
    this.region = region;
  }

  /** {@return whether no WSPRecv is bound yet} */
  boolean isUnbound() {
    return slot == UNBOUND;
  }

  /** {@return whether a message is here} */
  boolean hasArrived() {
    return error == AdapterError.OK;
  }

  /** {@return whether {@link #deliver} has something to do} */
  boolean isReady() {
    return ready;
  }

  /**
   * Binds the first WSPRecv.
   *
   * @param to its place
   * @param memory its memory
   * @param at first byte
   * @param size size of its buffer
   */
  void bind(int to, MemorySegment memory, long at, int size) {
    slot = to;
    target = memory;
    offset = at;
    length = size;
    ready = error != null;
  }

  /**
   * The receive is complete.
   *
   * @param result how
   * @param count number of bytes that arrived
   */
  void arrived(AdapterError result, int count) {
    if (error == null) {
      error = result;
      bytes = count;
      ready = slot != UNBOUND;
    }
  }

  /**
   * Copies the message to where WSPRecv wants it, and completes that.
   *
   * @param batch takes the completion
   */
  void deliver(Batch batch) {
    ready = false;
    AdapterError result = error == null ? AdapterError.FLUSHED : error;
    MemorySegment to = target;
    target = null;
    if (result == AdapterError.OK && to != null) {
      if (bytes > length) {
        result = AdapterError.MESSAGE_SIZE;
      } else {
        MemorySegment.copy(region.segment(), 0, to, offset, bytes);
      }
    }
    batch.completed(ReceiveQueue.FIRST_ID + slot, result, bytes);
  }
}
