package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.memory.ApplicationMemory;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction.Access;
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
  private static final Queue<Loan> ABANDONED = new ConcurrentLinkedQueue<>();

  private final RdmaWire rdma;

  /** Guard: atomic; set under the gate, cleared by whoever ends the registration. */
  private final AtomicReference<@Nullable Loan> loan = new AtomicReference<>();

  private int skip;
  private boolean never;

  AppBuffer(RdmaWire rdma) {
    this.rdma = rdma;
  }

  /**
   * Registers memory.
   *
   * @param memory the memory, a part of the buffer
   * @param source the buffer
   * @param access what is done with it
   * @param byPeer whether the peer does it, or the provider at this side
   * @return the registration, or null if there can be none now
   */
  @Nullable
  MemoryRegion register(MemorySegment memory, ByteBuffer source, Access access, boolean byPeer) {
    if (never || skip-- > 0 || !ApplicationMemory.isLendable(memory)) {
      return null;
    }
    skip = 0;
    try {
      Loan made =
          byPeer
              ? new Loan(memory, rdma.expose(memory, access), null)
              : rdma.lend(source, memory, access);
      loan.set(made);
      rdma.tally().lent();
      return made.region();
    } catch (WsaException e) {
      never = e.error() == WsaError.WSAEOPNOTSUPP || e.error() == WsaError.WSAEFAULT;
      skip = PATIENCE;
      return null;
    }
  }

  /** Ends the registration, if there is one; {@return whether there is none any more}. */
  boolean release() {
    Loan now = loan.get();
    if (now != null && rdma.end(now)) {
      loan.compareAndSet(now, null);
    }
    return loan.get() == null;
  }

  /** The provider has made its last upcall: no registration is left (CLO-4). */
  void forget() {
    Loan now = loan.getAndSet(null);
    if (now != null && now.lease() != null) {
      now.lease().drop();
    }
  }

  /** Keeps the memory from being reused, as a broken provider may touch it for ever. */
  void abandon() {
    Loan now = loan.getAndSet(null);
    if (now != null) {
      ABANDONED.add(now);
    }
  }
}
