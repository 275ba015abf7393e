package org.sanswitch.impl.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.WsaException;

/**
 * The sends that may be under way at once, used in turn, as they complete in order. With buffers in
 * registered memory only where the provider cannot copy the greatest frame at once.
 */
final class SendBuffers {

  /** Guard: atomic; made under the send gate when first used, since most of an idle connection never are. */
  private final AtomicReferenceArray<@Nullable SendSlot> slots;

  private final int bufferSize;
  private final @Nullable MemoryRegion region;

  /** Guard: written under the send gate; read by any, as a hint. */
  private final AtomicInteger next = new AtomicInteger();

  /**
   * Makes room for the slots.
   *
   * @param wire the provider
   * @param count how many
   * @param bufferSize size of a buffer in bytes, or 0 if the provider copies at once
   * @throws WsaException with the reason if there is no memory
   */
  SendBuffers(Wire wire, int count, int bufferSize) throws WsaException {
    region = bufferSize == 0 ? null : wire.allocate((long) count * bufferSize);
    slots = new AtomicReferenceArray<>(count);
    this.bufferSize = bufferSize;
  }

  /** {@return the memory of the buffers, or null without} */
  @Nullable
  MemoryRegion region() {
    return region;
  }

  /** {@return the slot whose turn it is, or null while its send is under way} Guard: send gate. */
  @Nullable
  SendSlot next() {
    int at = next.getPlain();
    SendSlot slot = slots.getPlain(at);
    if (slot == null) {
      slot = new SendSlot(region, (long) at * bufferSize);
      slots.setRelease(at, slot);
    }
    return slot.isFree() ? slot : null;
  }

  /** The slot whose turn it was is under way. Guard: send gate. */
  void used() {
    next.setRelease(after(next.getPlain()));
  }

  /** {@return whether a send could start now} */
  boolean hasFree() {
    return isFree(next.getAcquire());
  }

  /** {@return whether two sends could start now} Guard: send gate. */
  boolean hasTwoFree() {
    return hasFree() && isFree(after(next.getPlain()));
  }

  private boolean isFree(int at) {
    SendSlot slot = slots.getAcquire(at);
    return slot == null || slot.isFree();
  }

  private int after(int at) {
    return at + 1 == slots.length() ? 0 : at + 1;
  }

  /** {@return whether the provider has given data up, as it does when the connection is gone} */
  boolean isDataLost() {
    for (int i = 0; i < slots.length(); i++) {
      SendSlot slot = slots.getAcquire(i);
      if (slot != null && slot.isDataLost()) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether no send is under way} */
  boolean allComplete() {
    for (int i = 0; i < slots.length(); i++) {
      if (!isFree(i)) {
        return false;
      }
    }
    return true;
  }

  /** Hands the memory back before the close, if the provider has done with all sends (MEM-4). */
  void release(Wire wire) {
    if (region != null && allComplete()) {
      wire.deregister(region);
    }
  }
}
