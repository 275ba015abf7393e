package org.sanswitch.impl.session;

import java.util.ArrayList;
import java.util.List;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * The posted receives of a session, cut into buffers of one size from regions of registered memory.
 * One more is posted than is announced, for the negotiation and for ABORT.
 *
 * <p>A session begins with few, since most connections are idle most of the time. When the peer has
 * used its last credit of a class, there are twice as many, up to what the settings allow (ADR 159).
 */
final class ReceivePool {

  /** Least number of receives that a session can work with. */
  static final int LEAST = 1 + 1 + NegotiationMessage.MIN_CONTROL_RECEIVES;

  private final Wire wire;
  private final int dataReceives;
  private final int controlReceives;
  private final int firstData;
  private final int bufferSize;

  /**
   * Guard: written by the thread that posts first, then under the read gate; read when nobody posts
   * any more.
   */
  private final List<MemoryRegion> regions = new ArrayList<>();

  /** Guard: as regions. */
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
    firstData = Math.min(settings.firstReceives(), dataReceives);
  }

  /** {@return greatest number of data receives} */
  int dataReceives() {
    return dataReceives;
  }

  /** {@return greatest number of control receives} */
  int controlReceives() {
    return controlReceives;
  }

  /** {@return number of data receives at first} */
  int firstData() {
    return firstData;
  }

  /** {@return number of control receives at first} */
  int firstControl() {
    return firstData == dataReceives
        ? controlReceives
        : Math.min(NegotiationMessage.MIN_CONTROL_RECEIVES, controlReceives);
  }

  int bufferSize() {
    return bufferSize;
  }

  /** {@return greatest number of buffers} */
  int size() {
    return 1 + dataReceives + controlReceives;
  }

  /**
   * Allocates memory for the first receives and posts them. Upcalls may come from now on.
   *
   * @throws WsaException with the reason if there is no memory, or if a receive cannot be posted
   */
  void post() throws WsaException {
    post(1 + firstData() + firstControl());
  }

  /** {@return number of buffers that were posted} Guard: as regions. */
  int posted() {
    return buffers.size();
  }

  /**
   * Allocates memory for receives and posts them. Guard: read gate, once {@link #post()} is over.
   *
   * @param count how many
   * @throws WsaException with the reason if there is no memory, or if a receive cannot be posted; those
   *     before it are
   */
  void post(int count) throws WsaException {
    MemoryRegion memory = wire.allocate((long) count * bufferSize);
    regions.add(memory);
    int first = buffers.size();
    for (int i = 0; i < count; i++) {
      buffers.add(new ReceiveBuffer(memory, (long) i * bufferSize, bufferSize));
    }
    for (int i = 0; i < count; i++) {
      WsaError error = wire.receive(buffers.get(first + i));
      if (error != WsaError.WSA_IO_PENDING) {
        buffers.subList(first + i, buffers.size()).clear();
        throw new WsaException(error, "receive " + (i + 1) + " of " + count + " not posted");
      }
    }
  }

  /**
   * Hands the memory back before the close, if the provider has done with all receives (MEM-4). Guard:
   * nobody reads or posts any more.
   */
  void release() {
    if (buffers.stream().noneMatch(ReceiveBuffer::isPending)) {
      regions.forEach(wire::deregister);
      regions.clear();
    }
  }
}
