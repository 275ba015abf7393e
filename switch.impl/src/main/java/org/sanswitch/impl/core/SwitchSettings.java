package org.sanswitch.impl.core;

import java.util.concurrent.TimeUnit;
import org.sanswitch.impl.routing.Rules;

/**
 * The settings of the switch itself; those of sessions are read beside them.
 *
 * @param rules the operator's rules
 * @param connectBoundMillis how long the SAN part of a connect may take
 * @param negativeCacheMillis how long a destination that the SAN failed to reach is left alone
 * @param addressPollMillis how often the addresses of the host are looked at (INI-6)
 * @param providerStartMillis how long the registration of a provider waits for its start
 * @param spinMicros how long a blocked call stays awake at most before it sleeps
 */
record SwitchSettings(Rules rules, int connectBoundMillis, int negativeCacheMillis,
    int addressPollMillis, int providerStartMillis, int spinMicros) {

  static final SwitchSettings DEFAULT =
      new SwitchSettings(Rules.NONE, 2_000, 2_000, 3_000, 5_000, 50);

  long connectBoundNanos() {
    return TimeUnit.MILLISECONDS.toNanos(connectBoundMillis);
  }

  long negativeCacheNanos() {
    return TimeUnit.MILLISECONDS.toNanos(negativeCacheMillis);
  }

  long spinNanos() {
    return TimeUnit.MICROSECONDS.toNanos(spinMicros);
  }

  long providerStartNanos() {
    return TimeUnit.MILLISECONDS.toNanos(providerStartMillis);
  }
}
