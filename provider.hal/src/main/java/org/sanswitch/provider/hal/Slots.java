package org.sanswitch.provider.hal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.Overlapped;

/**
 * The operations under way of one queue of a socket, in places that are allocated once. The number
 * of a place is the id under which the adapter knows the operation.
 *
 * <p>Places are taken in turn by whoever holds the queue's post lock, and become free when the owner
 * of the drain lock completes them: exactly once, because a place that is free completes nothing
 * (CMP-3).
 */
final class Slots {

  private static final VarHandle OPERATION =
      MethodHandles.arrayElementVarHandle(Overlapped[].class);

  private final @Nullable Overlapped[] operations;
  private final int pieces;

  /**
   * Made for the first memory that is noted: where the adapter takes the bytes of a send at once there is
   * none, and an idle connection should not hold the room for it. Guard: the post lock for writing; who acquires an operation sees its
   * memories.
   */
  private @Nullable HalMemory @Nullable [] memories;

  /** Guard: the queue's post lock. The place that is taken next: the oldest one. */
  private int next;

  /** Guard: the queue's post lock. */
  private int posted;

  /** Guard: the owner of the drain lock. */
  private int completed;

  /**
   * Allocates the places.
   *
   * @param count how many
   * @param pieces greatest number of memories of one operation
   */
  Slots(int count, int pieces) {
    this.operations = new @Nullable Overlapped[count];
    this.pieces = pieces;
  }

  /** {@return number of places} */
  int count() {
    return operations.length;
  }

  /** Post lock: {@return the place that is taken next, or -1 if it is not free yet} */
  int free() {
    return OPERATION.getAcquire(operations, next) == null ? next : -1;
  }

  /** Post lock: {@return whether there is a free place behind the one that is taken next} */
  boolean hasSecond() {
    return OPERATION.getAcquire(operations, after(next)) == null;
  }

  private int after(int slot) {
    return slot + 1 == operations.length ? 0 : slot + 1;
  }

  /**
   * Post lock: notes a memory of the operation that is about to take the free place.
   *
   * @param slot what {@link #free} gave
   * @param piece number of the memory, from 0
   * @param memory the memory, its use counted by the caller
   */
  void memory(int slot, int piece, HalMemory memory) {
    @Nullable
    HalMemory[] all = memories;
    if (all == null) {
      all = new @Nullable HalMemory[operations.length * pieces];
      memories = all;
    }
    all[slot * pieces + piece] = memory;
  }

  /**
   * Post lock: takes the free place, before the operation is posted.
   *
   * @param slot what {@link #free} gave
   * @param overlapped the operation
   */
  void take(int slot, Overlapped overlapped) {
    OPERATION.setRelease(operations, slot, overlapped);
    next = after(slot);
    posted++;
  }

  /**
   * Post lock: gives back the place that was taken last, since the post failed.
   *
   * @param slot the place
   */
  void undo(int slot) {
    forget(slot);
    OPERATION.setRelease(operations, slot, null);
    next = slot;
    posted--;
  }

  /**
   * Owner of the drain lock: ends the use of the operation's memory and frees the place (CLO-3).
   *
   * @param slot the place, any number
   * @return the operation, to be completed now; null if there is none in that place
   */
  @Nullable
  Overlapped complete(long slot) {
    if (slot < 0 || slot >= operations.length) {
      return null;
    }
    int at = (int) slot;
    Overlapped overlapped = (Overlapped) OPERATION.getAcquire(operations, at);
    if (overlapped == null) {
      return null;
    }
    endUse(at);
    completed++;
    OPERATION.setRelease(operations, at, null);
    return overlapped;
  }

  private void endUse(int slot) {
    @Nullable
    HalMemory[] all = memories;
    for (int i = slot * pieces; all != null && i < (slot + 1) * pieces; i++) {
      HalMemory memory = all[i];
      if (memory == null) {
        break;
      }
      memory.completed++;
      all[i] = null;
    }
  }

  /**
   * Post lock: forgets the memories that were noted for a place.
   *
   * @param slot the place
   */
  void forget(int slot) {
    @Nullable
    HalMemory[] all = memories;
    if (all != null) {
      Arrays.fill(all, slot * pieces, (slot + 1) * pieces, null);
    }
  }

  /** Owner of the drain lock, with the post lock: {@return whether operations are under way} */
  boolean isPending() {
    return posted != completed;
  }

  /** Owner of the drain lock, with nobody posting: {@return the oldest place} */
  int oldest() {
    return next;
  }
}
