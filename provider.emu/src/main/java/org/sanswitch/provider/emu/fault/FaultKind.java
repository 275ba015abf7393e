package org.sanswitch.provider.emu.fault;

import java.util.Locale;

/** What can go wrong with a connection. */
enum FaultKind {
  /** Completions come late; microseconds. */
  DELAY("micros", 0, 60_000_000),
  /** Whether a connect succeeded or failed is told late; microseconds. */
  CONNECT("delay.micros", 0, 60_000_000),
  /** Memory is refused after so many times that it was given. */
  REGISTRATION("after", 0, 1_000_000),
  /** The connection breaks after so many operations. */
  DROP("after", 1, Integer.MAX_VALUE),
  /** After so many operations none completes any more, until the connection is closed. */
  STALL("after", 0, Integer.MAX_VALUE),
  /** Who sleeps is not woken before so many milliseconds are over. */
  WAKEUP("late.millis", 1, 60_000),
  /** A listener refuses as if its backlog were full. */
  BACKLOG("full"),
  /** A listener never answers a request. */
  REQUEST("unanswered");

  private static final String PREFIX = "fault.";

  /** What it takes: a number or a range, or none. */
  private final String parameter;
  private final int min;
  private final int max;

  FaultKind(String parameter) {
    this(parameter, 0, 0);
  }

  FaultKind(String parameter, int min, int max) {
    this.parameter = parameter;
    this.min = min;
    this.max = max;
  }

  /** {@return name of the setting that turns it on} */
  String setting() {
    return setting(parameter);
  }

  /** {@return name of a setting that says more about it} */
  String setting(String what) {
    return PREFIX + name().toLowerCase(Locale.ROOT) + '.' + what;
  }

  /** {@return whether it is turned on by true, and not by a number} */
  boolean isFlag() {
    return max == 0;
  }

  int min() {
    return min;
  }

  int max() {
    return max;
  }
}
