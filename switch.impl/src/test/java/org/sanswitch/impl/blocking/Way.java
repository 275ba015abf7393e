package org.sanswitch.impl.blocking;

import org.sanswitch.impl.channels.Blocking;

/** How a blocked call is cancelled. */
enum Way {
  /** An interrupt of its thread. */
  INTERRUPT,
  /** A close from another thread. */
  CLOSE,
  /** SO_TIMEOUT, or the time-out of a connect: nobody does anything. */
  TIMEOUT;

  /** Time after which a call that an interrupt does not end is taken to go on. */
  private static final long GOES_ON_MILLIS = 150;

  /**
   * Cancels a blocked call; where the JDK's goes on, closes the socket after that.
   *
   * @return what the application sees of it
   */
  String cancel(Call.Blocked call) throws Exception {
    Blocking blocking = call.blocking();
    StringBuilder seen = new StringBuilder();
    if (this != TIMEOUT) {
      blocking.awaitBlocked();
    }
    if (this == INTERRUPT) {
      boolean ends = call.endsByInterrupt();
      blocking.thread.interrupt();
      if (!ends && !blocking.endsWithin(GOES_ON_MILLIS)) {
        seen.append("goes on after the interrupt, closed: ");
        call.closeable().close();
      }
    } else if (this == CLOSE) {
      call.closeable().close();
    }
    Throwable thrown = blocking.thrownAny();
    seen.append(thrown.getClass().getName()).append(": ").append(thrown.getMessage());
    seen.append(blocking.interruptedAfterwards() ? ", interrupted" : "");
    seen.append(call.open().getAsBoolean() ? ", open" : ", closed");
    return seen.toString();
  }
}
