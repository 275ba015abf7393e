package org.sanswitch.provider.verbs;

import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;

/**
 * Whether the port of a device carries anything (ADR 176). It is used by the event thread, but for {@link
 * #isDown}.
 */
final class PortWatch {

  /** Routes and addresses come a moment after the port. */
  static final long SETTLE = TimeUnit.MILLISECONDS.toNanos(500);

  private static final int FIRST_PORT = 1;
  private static final int ACTIVE = 4;

  private final VerbsLibrary verbs;
  private final long context;

  /** Written by the event thread. */
  private volatile boolean down;
  /** Used by the event thread. The port is active again, and nobody has acted on it. */
  private boolean settling;
  /** Used by the event thread. */
  private long activeSince;

  PortWatch(VerbsLibrary verbs, long context) {
    this.verbs = verbs;
    this.context = context;
  }

  /** {@return whether nothing can be sent, as far as is known} */
  boolean isDown() {
    return down;
  }

  /** Asks the device. One that cannot be asked is left as it was. */
  void look() {
    try (Arena arena = Arena.ofConfined()) {
      long port = arena.allocate(VerbsLayout.PORT_ATTR_BYTES, Long.BYTES).address();
      if (verbs.queryPort(context, FIRST_PORT, port) < 0) {
        return;
      }
      boolean active = Raw.getInt(port + VerbsLayout.PORT_STATE) == ACTIVE;
      if (active && down) {
        becameActive();
      }
      down = !active;
    }
  }

  /** It says itself that it is active: it was not, however short. */
  void becameActive() {
    down = false;
    settling = true;
    activeSince = System.nanoTime();
  }

  /** {@return how long until {@link #hasSettled} may be true, in nanoseconds, if that is less} */
  long soonest(long nanos) {
    return settling ? Math.min(nanos, SETTLE) : nanos;
  }

  /** {@return whether the port is active again for a while; once for each time that it was down} */
  boolean hasSettled() {
    if (!settling || down || System.nanoTime() - activeSince < SETTLE) {
      return false;
    }
    settling = false;
    return true;
  }
}
