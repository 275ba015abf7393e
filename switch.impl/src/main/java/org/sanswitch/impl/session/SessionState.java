package org.sanswitch.impl.session;

import java.util.EnumSet;
import java.util.Set;

/** States of a session (section 5) with their legal transitions. */
enum SessionState {
  /** Not agreed yet. */
  NEGOTIATING,
  /** Carries data, in at least one direction. */
  ESTABLISHED,
  /** The application has closed, or the connection has ended. */
  CLOSING,
  /** The provider has made its last upcall (CLO-4). */
  CLOSED;

  /** {@return the states that may follow} */
  Set<SessionState> next() {
    return switch (this) {
      case NEGOTIATING -> EnumSet.of(ESTABLISHED, CLOSING);
      case ESTABLISHED -> EnumSet.of(CLOSING);
      case CLOSING -> EnumSet.of(CLOSED);
      case CLOSED -> EnumSet.noneOf(SessionState.class);
    };
  }

  /** {@return whether that state may follow} */
  boolean mayBecome(SessionState other) {
    return next().contains(other);
  }
}
