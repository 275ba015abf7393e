package org.sanswitch.impl.simulation;

import static org.sanswitch.api.EndReason.CANCELLED;
import static org.sanswitch.api.EndReason.CLOSE_TIMEOUT;
import static org.sanswitch.api.EndReason.KEEP_ALIVE_TIMEOUT;
import static org.sanswitch.api.EndReason.LISTENER_CLOSED;
import static org.sanswitch.api.EndReason.NO_BUFFERS;
import static org.sanswitch.api.EndReason.PEER_DIED;
import static org.sanswitch.api.EndReason.PROVIDER_FAILED;
import static org.sanswitch.api.EndReason.PROVIDER_GONE;
import static org.sanswitch.api.EndReason.RESET_BY_PEER;
import static org.sanswitch.api.EndReason.RESET_LOCALLY;
import static org.sanswitch.api.EndReason.SWITCH_STOPPED;

import java.util.Set;
import org.sanswitch.api.EndReason;

/** Why bytes of a connection may be missing, with the reasons by which it may end then. */
enum Excuse {
  /** An application has reset it. */
  RESET(RESET_LOCALLY),
  /** An application has closed, or shut input down, before it had read all that the peer sent. */
  CLOSED_EARLY(RESET_LOCALLY),
  /** The connection attempt was given up. */
  CANCELLED_CONNECT(CANCELLED, RESET_LOCALLY, LISTENER_CLOSED),
  /** The listener was closed. */
  LISTENER_GONE(LISTENER_CLOSED),
  /** The fabric has dropped the connection. */
  DROPPED(),
  /** The fabric carries no more messages, for ever. */
  STALLED(RESET_LOCALLY, CLOSE_TIMEOUT, KEEP_ALIVE_TIMEOUT),
  /** The peer reads so slowly that the bound of the close is over before it has read all. */
  SLOW_READER(CLOSE_TIMEOUT),
  /** A provider left. */
  PROVIDER_LEFT(PROVIDER_GONE),
  /** A switch was stopped. */
  STOPPED(SWITCH_STOPPED, PROVIDER_GONE),
  /** A process died. */
  DIED(),
  /** A function of the provider refused or threw. */
  REFUSED(PROVIDER_FAILED, NO_BUFFERS);

  private static final Set<EndReason> ALWAYS =
      Set.of(EndReason.CLOSED, RESET_BY_PEER, PEER_DIED);

  private final Set<EndReason> reasons;

  Excuse(EndReason... reasons) {
    this.reasons = Set.of(reasons);
  }

  /** {@return whether a connection may end by that reason then} */
  boolean allows(EndReason reason) {
    return ALWAYS.contains(reason) || reasons.contains(reason);
  }
}
