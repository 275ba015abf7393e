package org.sanswitch.impl.core;

import org.sanswitch.impl.provider.StartedProvider;

/** What a companion asks and tells its listening socket. */
interface CompanionOwner {

  /**
   * Takes a place in the backlog.
   *
   * @return whether there was one; if not, the companion is signalled when there is one again
   */
  boolean reserve();

  /** Gives a place in the backlog back. */
  void release();

  /** A connection was accepted; it has the place that was reserved. */
  void accepted(StartedProvider provider, StartedProvider.Accepted connection);

  /** Accepting has failed, for the status. */
  void failed(String provider, String why);

  /** {@return whether a connection negotiates that was accepted before} */
  boolean isNegotiating();
}
