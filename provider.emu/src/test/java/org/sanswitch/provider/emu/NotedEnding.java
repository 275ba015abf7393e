package org.sanswitch.provider.emu;

import org.sanswitch.hal.AdapterError;

/** The end of a queue pair that is none: notes what was wrong. */
final class NotedEnding extends Ending {

  /** The first violation, or null. Guard: the one thread of the test. */
  String violation;

  @Override
  void violation(String detail) {
    if (violation == null) {
      violation = detail;
      set(AdapterError.DISCONNECTED);
    }
  }

  @Override
  void accessFailed(Throwable cause) {
    throw new AssertionError("plain memory cannot fail", cause);
  }
}
