package org.sanswitch.provider.hal;

import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;

/**
 * Posts receives of one socket; any number of threads may call it. The post lock of this queue is
 * the drain lock, inside the adapter, because an adapter wants postReceive and poll one at a time.
 */
final class ReceiveQueue {

  /** Added to the place of a receive to make its id; ids of sends are below. */
  static final long FIRST_ID = 1L << 20;

  private static final int MAX_SLOTS = 1024;

  private final HalConnection connection;
  private final QueuePair queuePair;
  private final DrainLock lock;

  /** The operations under way. */
  final Slots slots;

  /** The receive of the hardware abstraction itself (ACC-3). */
  final EarlyReceive early;

  /**
   * Makes the queue.
   *
   * @param connection what it is a part of
   * @param info how far the adapter goes
   * @param lock the drain lock
   * @param earlyRegion memory of the early receive
   */
  ReceiveQueue(
      HalConnection connection, AdapterInfo info, DrainLock lock, MemoryRegion earlyRegion) {
    this.connection = connection;
    this.queuePair = connection.queuePair;
    this.lock = lock;
    this.slots = new Slots(capacity(info), 1);
    this.early = new EarlyReceive(earlyRegion);
  }

  /** {@return number of receives that a socket may have pending} */
  static int capacity(AdapterInfo info) {
    return Math.min(info.maxReceives(), MAX_SLOTS);
  }

  /**
   * WSPRecv.
   *
   * @param region registered memory
   * @param offset first byte
   * @param length size of the buffer
   * @param overlapped the operation
   * @return as {@link org.sanswitch.spi.WspProcedureTable#wspRecv}
   */
  WsaError receive(MemoryRegion region, long offset, int length, Overlapped overlapped) {
    if (!(region instanceof HalMemory memory)
        || memory.owner != connection
        || !memory.writable
        || offset < 0
        || length < 0
        || offset > memory.size - length) {
      return WsaError.WSAEINVAL;
    }
    boolean ready = false;
    lock.enterAdapter();
    try {
      SocketState state = connection.socket.state();
      boolean bind = early.isUnbound();
      WsaError status = state.receiveStatus;
      if (status != WsaError.NO_ERROR && (!(bind && early.hasArrived()) || state.isClosed())) {
        return status;
      }
      int slot = slots.free();
      if (slot < 0) {
        return WsaError.WSAENOBUFS;
      }
      if (memory.gone) {
        return WsaError.WSAEINVAL;
      }
      memory.receivesPosted++;
      slots.memory(slot, 0, memory);
      slots.take(slot, overlapped);
      if (bind) {
        early.bind(slot, memory.segment(), offset, length);
        ready = early.isReady();
      } else {
        AdapterError error = down(slot, memory, offset, length);
        if (error != AdapterError.OK) {
          slots.undo(slot);
          memory.receivesPosted--;
          return WsaErrors.ofPost(error);
        }
      }
    } finally {
      lock.exitAdapter();
    }
    if (ready) {
      connection.touch();
    }
    return WsaError.WSA_IO_PENDING;
  }

  private AdapterError down(int slot, HalMemory memory, long offset, int length) {
    try {
      return queuePair.postReceive(FIRST_ID + slot, memory.region, memory.start + offset, length);
    } catch (Throwable e) {
      connection.log().warn("the adapter threw from postReceive", e);
      return AdapterError.ADAPTER_FAILED;
    }
  }
}
