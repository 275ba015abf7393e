package org.sanswitch.impl.session;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * Memory of the switch for the large transfers of one direction: pieces of one size, which are used in
 * turn. It is allocated when it is needed first, and given back when it is idle. Where the peer
 * reaches it, it is registered for that as long as it is there: it never holds anything but bytes
 * of this direction. Guard: the gate of the direction.
 */
final class Staging {

  /** Pieces, so that one is filled while the other one is emptied. */
  static final int PIECES = 2;

  /** Of so many requests in a row that follow a refusal, only the first asks the provider. */
  private static final int PATIENCE = 32;

  private static final byte[] NO_DESCRIPTOR = {};

  private final RdmaWire rdma;
  private final int size;
  private final Runnable whenThere;
  private @Nullable Access access;

  /** Guard: volatile, written under the gate; others may ask whether it is there. */
  private volatile @Nullable MemoryRegion memory;

  private @Nullable RdmaRegion exposed;
  private @Nullable ByteBuffer view;
  private byte[] descriptor = NO_DESCRIPTOR;
  private int refused;
  private WsaError failure = WsaError.NO_ERROR;
  private boolean used;

  /**
   * Plans it; nothing is allocated.
   *
   * @param size bytes of a piece
   * @param whenThere is run when memory was allocated; must not block
   */
  Staging(RdmaWire rdma, int size, Runnable whenThere) {
    this.rdma = rdma;
    this.size = size;
    this.whenThere = whenThere;
  }

  /** Says what the peer does with it; never called where only the provider touches it. */
  void expose(Access toPeer) {
    access = toPeer;
  }

  int size() {
    return size;
  }

  boolean isThere() {
    return memory != null;
  }

  /** {@return the memory, allocated if need be; null if the provider has none now} */
  @Nullable
  MemoryRegion memory() {
    used = true;
    return memory != null || mayAsk() ? allocated() : null;
  }

  private boolean mayAsk() {
    boolean may = refused == 0;
    refused = may ? 0 : refused - 1;
    return may;
  }

  private @Nullable MemoryRegion allocated() {
    MemoryRegion now = memory;
    if (now != null) {
      return now;
    }
    try {
      now = rdma.wire().allocate((long) PIECES * size);
      memory = now;
      rdma.tally().staged((long) PIECES * size);
      view = now.segment().asByteBuffer();
      if (access != null) {
        exposed = rdma.expose(now.segment(), access);
        descriptor = exposed.descriptor();
      }
      whenThere.run();
      return now;
    } catch (WsaException e) {
      Log.LOGGER.log(System.Logger.Level.DEBUG, "no staging for a large transfer", e);
      refused = PATIENCE;
      failure = e.error();
      release();
      return null;
    }
  }

  /** {@return why there was no memory the last time} */
  WsaError failure() {
    return failure;
  }

  /** {@return what the peer needs to reach it} */
  byte[] descriptor() {
    return descriptor;
  }

  /** {@return all of the memory; only while it is there} */
  ByteBuffer view() {
    ByteBuffer now = view;
    if (now == null) {
      throw new IllegalStateException("there is no staging");
    }
    return now;
  }

  long offset(long piece) {
    return piece % PIECES * size;
  }

  /** {@return whether it was not used since it was asked last} */
  boolean isIdle() {
    boolean idle = !used;
    used = false;
    return idle;
  }

  /** Gives the memory back; what is in use goes with the socket (MEM-4). */
  void release() {
    RdmaRegion region = exposed;
    if (region != null) {
      exposed = null;
      rdma.deregister(region);
    }
    MemoryRegion now = memory;
    if (now != null) {
      memory = null;
      view = null;
      rdma.tally().staged(-(long) PIECES * size);
      rdma.wire().deregister(now);
    }
  }
}
