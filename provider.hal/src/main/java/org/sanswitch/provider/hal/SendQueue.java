package org.sanswitch.provider.hal;

import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;

/** Posts sends and RDMA transfers of one socket; any number of threads may call it. */
final class SendQueue {

  private static final int MAX_SLOTS = 1024;
  private static final int MAX_DESCRIPTOR = 64;

  /** What is posted. */
  enum Kind {
    /** A message. */
    SEND,
    /** An RDMA write. */
    WRITE,
    /** An RDMA read. */
    READ
  }

  private static final byte[] NO_DESCRIPTOR = {};

  private final HalConnection connection;
  private final QueuePair queuePair;
  private final int maxMessage;
  private final int maxInject;
  private final int maxRdma;

  /** The post lock of this queue. Order: drain lock, inside the adapter, then this. */
  final SpinLock lock = new SpinLock();

  /** The operations under way. */
  final Slots slots;

  /** Guard: {@link #lock}. The switch's regions of the vector in hand. */
  private final @Nullable HalMemory[] claimed = new @Nullable HalMemory[BufferVector.CAPACITY];

  /**
   * Makes the queue.
   *
   * @param connection what it is a part of
   * @param info how far the adapter goes
   */
  SendQueue(HalConnection connection, AdapterInfo info) {
    this.connection = connection;
    this.queuePair = connection.queuePair;
    this.maxMessage = info.maxMessageSize();
    this.maxInject = info.maxInjectSize();
    this.maxRdma = info.maxRdmaSize();
    this.slots = new Slots(Math.min(info.maxSends(), MAX_SLOTS), BufferVector.CAPACITY);
  }

  /**
   * WSPSend.
   *
   * @param message the message
   * @param overlapped the operation
   * @return as {@link org.sanswitch.spi.WspProcedureTable#wspSend}
   */
  WsaError send(BufferVector message, Overlapped overlapped) {
    int length = message.totalLength();
    if (length > maxMessage) {
      return WsaError.WSAEMSGSIZE;
    }
    if (length > maxInject && !message.isRegistered()) {
      return WsaError.WSAEINVAL;
    }
    return post(Kind.SEND, message, NO_DESCRIPTOR, 0, overlapped);
  }

  /**
   * WSPRdmaWrite or WSPRdmaRead.
   *
   * @param kind WRITE or READ
   * @param local local memory
   * @param remote the peer's descriptor
   * @param remoteOffset first byte in the peer's region
   * @param overlapped the operation
   * @return as {@link org.sanswitch.spi.ExtensionFunction.RdmaTransfer}
   */
  WsaError transfer(
      Kind kind, BufferVector local, byte[] remote, long remoteOffset, Overlapped overlapped) {
    if (local.totalLength() > maxRdma) {
      return WsaError.WSAEMSGSIZE;
    }
    if (!local.isRegistered()
        || remote.length == 0
        || remote.length > MAX_DESCRIPTOR
        || remoteOffset < 0) {
      return WsaError.WSAEINVAL;
    }
    return post(kind, local, remote, remoteOffset, overlapped);
  }

  private WsaError post(
      Kind kind, BufferVector vector, byte[] remote, long remoteOffset, Overlapped overlapped) {
    lock.lock();
    try {
      WsaError status = connection.socket.state().sendStatus;
      if (status != WsaError.NO_ERROR) {
        return status;
      }
      int slot = slots.free();
      if (slot < 0) {
        return WsaError.WSAENOBUFS;
      }
      if (vector.isFollowed() && !slots.hasSecond()) {
        // The next one would not get as far as the adapter.
        vector.followed(false);
      }
      AdapterError error = AdapterError.INVALID;
      if (claim(vector, slot, kind == Kind.READ)) {
        slots.take(slot, overlapped);
        error = down(kind, slot, vector, remote, remoteOffset);
        if (error != AdapterError.OK) {
          slots.undo(slot);
        }
      }
      restore(vector, error == AdapterError.OK);
      return error == AdapterError.OK ? WsaError.WSA_IO_PENDING : WsaErrors.ofPost(error);
    } finally {
      lock.unlock();
    }
  }

  private AdapterError down(
      Kind kind, int slot, BufferVector vector, byte[] remote, long remoteOffset) {
    try {
      return switch (kind) {
        case SEND -> queuePair.postSend(slot, vector);
        case WRITE -> queuePair.postWrite(slot, vector, remote, remoteOffset);
        case READ -> queuePair.postRead(slot, vector, remote, remoteOffset);
      };
    } catch (Throwable e) {
      connection.log().warn("the adapter threw from post" + kind, e);
      return AdapterError.ADAPTER_FAILED;
    }
  }

  /** Puts the adapter's regions in the place of the switch's; false if one may not be used. */
  private boolean claim(BufferVector vector, int slot, boolean write) {
    int used = 0;
    for (int i = 0; i < vector.count(); i++) {
      if (vector.region(i) == null) {
        continue;
      }
      if (!(vector.region(i) instanceof HalMemory memory)
          || memory.owner != connection
          || memory.gone
          || !(write ? memory.writable : memory.readable)) {
        slots.forget(slot);
        return false;
      }
      memory.sendsPosted++;
      claimed[i] = memory;
      slots.memory(slot, used++, memory);
      vector.region(i, memory.region);
    }
    return true;
  }

  /** Gives the vector back as it was; where nothing was posted, the memory is not in use. */
  private void restore(BufferVector vector, boolean posted) {
    for (int i = 0; i < vector.count(); i++) {
      HalMemory memory = claimed[i];
      if (memory != null) {
        vector.region(i, memory);
        claimed[i] = null;
        if (!posted) {
          memory.sendsPosted--;
        }
      }
    }
  }
}
