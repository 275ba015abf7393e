package org.sanswitch.provider.hal;

import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * Tells which socket a descriptor names: none where it is not this provider's, of an earlier start,
 * or closed (CLO-6).
 */
final class Descriptors {

  private final Startup startup;

  /**
   * Makes it.
   *
   * @param startup whose sockets are known
   */
  Descriptors(Startup startup) {
    this.startup = startup;
  }

  /** Data path: {@return the socket, or null} Whoever gets null answers {@link #noSocket}. */
  @Nullable
  HalSocket find(SocketDescriptor descriptor) {
    if (descriptor instanceof HalSocket socket
        && socket.startup == startup
        && !socket.state().isClosed()) {
      return socket;
    }
    return null;
  }

  /** {@return the error for what {@link #find} does not know} */
  WsaError noSocket() {
    return startup.isCleaned() ? WsaError.WSANOTINITIALISED : WsaError.WSAENOTSOCK;
  }

  /**
   * {@return the socket}
   *
   * @param descriptor the descriptor
   * @throws WsaException WSAENOTSOCK, or WSANOTINITIALISED after WSPCleanup
   */
  HalSocket require(SocketDescriptor descriptor) throws WsaException {
    HalSocket socket = find(descriptor);
    if (socket == null) {
      throw new WsaException(noSocket(), "the descriptor is closed or not of this provider");
    }
    return socket;
  }
}
