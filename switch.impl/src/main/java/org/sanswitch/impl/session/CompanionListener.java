package org.sanswitch.impl.session;

import org.jspecify.annotations.Nullable;

/**
 * The companions of one listening socket on all matching providers, now and later (LIS-1, INI-5),
 * with the sessions that the switch has accepted on them (LIS-3).
 */
public interface CompanionListener {

  /**
   * Takes the oldest session that is established and was not taken yet.
   *
   * @return the stream, or null if there is none
   */
  @Nullable
  SanStream poll();

  /** {@return whether poll would return one} */
  boolean isReady();

  /** Ends listening on all providers and resets what was not taken (LIS-3). Idempotent. */
  void close();
}
