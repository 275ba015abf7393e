package org.sanswitch.programs;

/** How the connections of selectors go: their channels are non-blocking before they connect. */
final class Expected {

  /** Those that connect. */
  static final String BY_SELECTOR = "tcp NON_BLOCKING";

  /** Those accepted by a channel that was bound in blocking mode, from a peer that came by TCP/IP. */
  static final String ACCEPTED_BY_SELECTOR = "tcp PEER_HAS_NO_SWITCH";

  /** Those accepted by a channel that was non-blocking when it was bound. */
  static final String BOUND_BY_SELECTOR = "tcp NON_BLOCKING";

  private Expected() {}
}
