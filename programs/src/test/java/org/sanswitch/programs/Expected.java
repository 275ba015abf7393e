package org.sanswitch.programs;

/** How the connections of selectors go, whose channels are non-blocking before they connect. */
final class Expected {

  /** Those that connect. */
  static final String BY_SELECTOR = "emu SAN";

  /** Those accepted by a channel that was bound in blocking mode. */
  static final String ACCEPTED_BY_SELECTOR = "emu SAN";

  /** Those accepted by a channel that was non-blocking when it was bound. */
  static final String BOUND_BY_SELECTOR = "emu SAN";

  private Expected() {}
}
