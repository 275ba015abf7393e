package org.sanswitch.impl.core;

import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.session.SanStream;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** How a try to connect over one provider ended (CON-2, CON-5). */
sealed interface TryResult {

  /** Connected. */
  record Established(SanStream stream) implements TryResult {}

  /** TCP/IP would fail as well. */
  record Final(String message, String detail) implements TryResult {}

  /**
   * Another provider, or TCP/IP, may succeed.
   *
   * @param remember whether it says something about the destination, for the negative cache
   */
  record NotThisWay(RouteReason reason, String detail, boolean remember) implements TryResult {}

  /** The peer's backlog is full; to be tried again. */
  record BacklogFull(String detail) implements TryResult {}

  /** {@return what a failure before WSPConnect means: never final (SOC-4)} */
  static TryResult ofSetup(WsaException failure) {
    return new NotThisWay(failure.reason(), text(failure), false);
  }

  /** {@return what a failure of WSPConnect or FD_CONNECT means} */
  static TryResult ofConnect(WsaException failure) {
    return switch (failure.error()) {
      case WSAECONNREFUSED, WSAECONNRESET -> new Final("Connection refused", text(failure));
      case WSAEHOSTUNREACH -> new Final("No route to host", text(failure));
      case WSAENOBUFS -> new BacklogFull(text(failure));
      default -> new NotThisWay(reason(failure), text(failure), isAboutPeer(failure));
    };
  }

  private static RouteReason reason(WsaException failure) {
    // WSAETIMEDOUT without a reason of its own: TCP/IP may reach the target, the SAN cannot (CON-3).
    return failure.error() == WsaError.WSAETIMEDOUT
        && failure.reason() == RouteReason.PROVIDER_FAILED
            ? RouteReason.PEER_HAS_NO_SWITCH
            : failure.reason();
  }

  private static boolean isAboutPeer(WsaException failure) {
    return failure.reason() != RouteReason.PROVIDER_GONE
        && failure.reason() != RouteReason.NO_SHARED_MEMORY;
  }

  private static String text(WsaException failure) {
    return String.valueOf(failure.getMessage());
  }
}
