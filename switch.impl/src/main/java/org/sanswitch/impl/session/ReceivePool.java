package org.sanswitch.impl.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * The posted receives of a session: one region, cut into buffers of one size. One more is posted
 * than is announced, for the negotiation and for ABORT.
 */
final class ReceivePool {

  /** Least number of receives that a session can work with. */
  static final int LEAST = 1 + 1 + NegotiationMessage.MIN_CONTROL_RECEIVES;

  private final Wire wire;
  private final int dataReceives;
  private final int controlReceives;
  private final int bufferSize;

  /** Guard: volatile; set once, when the memory is there. */
  private volatile @Nullable MemoryRegion region;

  /** Guard: written by the thread that posts them first; read when nobody posts any more. */
  private final List<ReceiveBuffer> buffers = new ArrayList<>();

  /**
   * Decides how much is posted.
   *
   * @throws WsaException WSAENOBUFS if the provider carries too little for a session
   */
  ReceivePool(Wire wire, SessionSettings settings) throws WsaException {
    this.wire = wire;
    int most = wire.port().maxReceives();
    bufferSize = Math.min(settings.bufferSize(), wire.port().maxMessageSize());
    if (most < LEAST || bufferSize < NegotiationMessage.MIN_BUFFER_SIZE) {
      throw new WsaException(
          WsaError.WSAENOBUFS,
          "provider " + wire.port().name() + " takes " + most + " receives and messages of "
              + wire.port().maxMessageSize() + " bytes, a session needs " + LEAST + " and "
              + NegotiationMessage.MIN_BUFFER_SIZE);
    }
    int wanted = settings.dataReceives() + settings.controlReceives();
    if (1 + wanted <= most) {
      controlReceives = settings.controlReceives();
      dataReceives = settings.dataReceives();
    } else {
      int share = Math.max(NegotiationMessage.MIN_CONTROL_RECEIVES, (most - 1) / 4);
      controlReceives = Math.min(settings.controlReceives(), share);
      dataReceives = Math.min(settings.dataReceives(), most - 1 - controlReceives);
    }
  }

  int dataReceives() {
    return dataReceives;
  }

  int controlReceives() {
    return controlReceives;
  }

  int bufferSize() {
    return bufferSize;
  }

  /** {@return number of buffers} */
  int size() {
    return 1 + dataReceives + controlReceives;
  }

  /**
   * Allocates the memory and posts all of it. Upcalls may come from now on.
   *
   * @throws WsaException with the reason if there is no memory, or if a receive cannot be posted
   */
  void post() throws WsaException {
    MemoryRegion memory = wire.allocate((long) size() * bufferSize);
    for (int i = 0; i < size(); i++) {
      buffers.add(new ReceiveBuffer(memory, (long) i * bufferSize, bufferSize));
    }
    region = memory;
    for (int i = 0; i < size(); i++) {
      WsaError error = wire.receive(buffers.get(i));
      if (error != WsaError.WSA_IO_PENDING) {
        throw new WsaException(error, "receive " + (i + 1) + " of " + size() + " not posted");
      }
    }
  }

  /**
   * Hands the memory back before the close, if the provider has done with all receives (MEM-4). Guard:
   * nobody reads or posts any more.
   */
  void release() {
    MemoryRegion memory = region;
    if (memory != null && buffers.stream().noneMatch(ReceiveBuffer::isPending)) {
      region = null;
      wire.deregister(memory);
    }
  }
}
