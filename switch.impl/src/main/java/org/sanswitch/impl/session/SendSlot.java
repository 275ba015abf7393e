package org.sanswitch.impl.session;

import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;

/** One send under way: its overlapped object, and a registered buffer where there are any. */
final class SendSlot {

  private final @Nullable MemoryRegion region;
  private final long offset;
  private final Overlapped overlapped = new Overlapped(true, null);

  /** Prepared for a send that the provider did not start. Guard: send gate. */
  private boolean prepared;

  /** Whether its last send was of data. Guard: send gate, published by the completion. */
  private boolean data;

  SendSlot(@Nullable MemoryRegion region, long offset) {
    this.region = region;
    this.offset = offset;
  }

  @Nullable
  MemoryRegion region() {
    return region;
  }

  long offset() {
    return offset;
  }

  Overlapped overlapped() {
    return overlapped;
  }

  /** {@return whether it can be used for a send} */
  boolean isFree() {
    return prepared || overlapped.isComplete();
  }

  /** {@return whether its last send was of data, was started, and has failed} */
  boolean isDataLost() {
    return data && !prepared && overlapped.isComplete()
        && overlapped.status() != WsaError.NO_ERROR;
  }

  void prepare(boolean forData) {
    data = forData;
    if (!prepared) {
      overlapped.prepare();
    }
    prepared = false;
  }

  /** The provider did not start the send. */
  void notStarted() {
    prepared = true;
  }
}
