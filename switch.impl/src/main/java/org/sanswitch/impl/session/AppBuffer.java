package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * Memory of the application that is registered for one large transfer, and what is known of where that
 * succeeds. Guard: the gate of its direction for what registers; any thread may release.
 */
final class AppBuffer {

  /** After a refusal for want of room, so many transfers go without a try. */
  private static final int PATIENCE = 32;

  /** Memory that a broken provider may touch for ever: it must not be used for anything else. */
  private static final Queue<MemorySegment> ABANDONED = new ConcurrentLinkedQueue<>();

  /** Registers. */
  @FunctionalInterface
  interface Registration {
    /** Registers memory. */
    MemoryRegion of(MemorySegment memory) throws WsaException;
  }

  private final RdmaWire rdma;

  /** Guard: atomic; set under the gate, cleared by whoever ends the registration. */
  private final AtomicReference<@Nullable MemoryRegion> region = new AtomicReference<>();

  private int skip;
  private boolean never;

  AppBuffer(RdmaWire rdma) {
    this.rdma = rdma;
  }

  /** {@return the registration, or null if there can be none now} */
  @Nullable
  MemoryRegion register(MemorySegment memory, Registration how) {
    if (never || skip-- > 0 || !RdmaWire.isForAll(memory)) {
      return null;
    }
    skip = 0;
    try {
      MemoryRegion made = how.of(memory);
      region.set(made);
      return made;
    } catch (WsaException e) {
      never = e.error() == WsaError.WSAEOPNOTSUPP || e.error() == WsaError.WSAEFAULT;
      skip = PATIENCE;
      return null;
    }
  }

  /** Ends the registration, if there is one; {@return whether there is none any more}. */
  boolean release() {
    MemoryRegion now = region.get();
    if (now != null && rdma.deregister(now)) {
      region.compareAndSet(now, null);
      rdma.evict(now.segment());
    }
    return region.get() == null;
  }

  /** The provider has made its last upcall: no registration is left (CLO-4). */
  void forget() {
    region.set(null);
  }

  /** Keeps the memory from being reused, as a broken provider may touch it for ever. */
  void abandon() {
    MemoryRegion now = region.getAndSet(null);
    if (now != null) {
      ABANDONED.add(now.segment());
    }
  }
}
