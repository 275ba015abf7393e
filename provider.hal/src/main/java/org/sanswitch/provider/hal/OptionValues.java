package org.sanswitch.provider.hal;

import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** The options of a socket (OPT-1). */
final class OptionValues {

  /** Guard: this. */
  private int debug;

  /** Guard: this. */
  private int groupPriority;

  /**
   * WSPGetSockOpt.
   *
   * @param option which
   * @param info how far the adapter goes
   * @return its value
   */
  synchronized int get(SanSocketOption option, AdapterInfo info) {
    return switch (option) {
      case SO_DEBUG -> debug;
      case SO_GROUP_PRIORITY -> groupPriority;
      case SO_GROUP_ID -> 0;
      case SO_MAX_MSG_SIZE -> info.maxMessageSize();
      case SO_MAX_RDMA_SIZE -> info.maxRdmaSize();
      case SO_RDMA_THRESHOLD_SIZE -> info.rdmaThreshold();
      case SO_MAX_INJECT_SIZE -> info.maxInjectSize();
      case SO_MAX_RECEIVES -> ReceiveQueue.capacity(info);
    };
  }

  /**
   * WSPSetSockOpt.
   *
   * @param option which
   * @param value its value
   * @throws WsaException WSAENOPROTOOPT for one that cannot be set; WSAEINVAL
   */
  synchronized void set(SanSocketOption option, int value) throws WsaException {
    switch (option) {
      case SO_DEBUG -> {
        if (value != 0 && value != 1) {
          throw new WsaException(WsaError.WSAEINVAL, "SO_DEBUG " + value + " is not 0 or 1");
        }
        debug = value;
      }
      case SO_GROUP_PRIORITY -> groupPriority = value;
      default -> throw new WsaException(WsaError.WSAENOPROTOOPT, option + " cannot be set");
    }
  }
}
