package org.sanswitch.impl.channels;

/** Points in time on the scale of {@link System#nanoTime}; {@link Long#MAX_VALUE} is never. */
final class Deadline {

  private Deadline() {}

  /** {@return the point in time that many nanoseconds from now} */
  static long after(long nanos) {
    return nanos == Long.MAX_VALUE ? Long.MAX_VALUE : System.nanoTime() + nanos;
  }

  /** {@return nanoseconds until then; 0 or less if it is over} */
  static long left(long deadline) {
    return deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
  }

  /** {@return nanoseconds for a time-out in milliseconds where 0 means for ever} */
  static long nanosOfMillis(int millis) {
    return millis == 0 ? Long.MAX_VALUE : millis * 1_000_000L;
  }

  /** {@return milliseconds until then for a function where 0 means for ever; at least 1} */
  static int millisLeft(long deadline) {
    if (deadline == Long.MAX_VALUE) {
      return 0;
    }
    return Math.clamp(left(deadline) / 1_000_000L, 1, Integer.MAX_VALUE);
  }
}
