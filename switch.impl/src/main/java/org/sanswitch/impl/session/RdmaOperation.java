package org.sanswitch.impl.session;

import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;

/**
 * One RDMA operation at a time, started again and again. Guard: the gate of its direction, except for
 * {@link #isPending}.
 */
final class RdmaOperation {

  private final RdmaWire rdma;
  private final Overlapped overlapped;
  private final BufferVector vector = new BufferVector();
  private int length;

  /** Whether it is under way. Guard: written under the gate; read by any. */
  private volatile boolean active;

  RdmaOperation(RdmaWire rdma, RdmaCompletion completion) {
    this.rdma = rdma;
    overlapped = new Overlapped(false, completion);
  }

  /** {@return whether the provider may still touch its memory} */
  boolean isPending() {
    return active && !overlapped.isComplete();
  }

  /** {@return whether it was started and {@link #end} was not called} */
  boolean isActive() {
    return active;
  }

  int length() {
    return length;
  }

  /**
   * Starts it.
   *
   * @param read whether it reads the peer's memory, or writes it
   * @return WSA_IO_PENDING, or an error, and then it was not started
   */
  WsaError start(
      boolean read, MemoryRegion local, long at, int bytes, byte[] remote, long remoteAt) {
    overlapped.prepare();
    length = bytes;
    active = true;
    vector.add(local.segment(), at, bytes, local);
    WsaError result =
        read
            ? rdma.read(vector, remote, remoteAt, overlapped)
            : rdma.write(vector, remote, remoteAt, overlapped);
    vector.clear();
    if (result != WsaError.WSA_IO_PENDING) {
      active = false;
      overlapped.complete(result, 0);
    }
    return result;
  }

  /** Takes note of its end; {@return how it completed}. */
  WsaError end() {
    active = false;
    WsaError status = overlapped.status();
    return status == WsaError.NO_ERROR && overlapped.bytes() != length
        ? WsaError.WSAENETDOWN
        : status;
  }
}
