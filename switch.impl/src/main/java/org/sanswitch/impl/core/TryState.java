package org.sanswitch.impl.core;

/** The life of one try to connect over one provider; the legal transitions stand here. */
enum TryState {
  /** WSPSocket to WSPConnect. */
  OPENING,
  /** FD_CONNECT is awaited. */
  CONNECTING,
  /** The session has the socket. */
  NEGOTIATING,
  /** It has a result, or was abandoned. */
  ENDED;

  boolean canBecome(TryState to) {
    return switch (this) {
      case OPENING -> to != OPENING;
      case CONNECTING -> to == NEGOTIATING || to == ENDED;
      case NEGOTIATING -> to == ENDED;
      case ENDED -> false;
    };
  }
}
