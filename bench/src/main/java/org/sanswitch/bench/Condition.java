package org.sanswitch.bench;

import java.util.Locale;

/** Under what a measurement was taken: only like conditions are compared. */
enum Condition {
  /** A cache line went between the cores and back within 150 ns, before and after. */
  NEAR,
  /** It took longer, before and after. */
  FAR,
  /** The one before, the other after: the host has moved its processors meanwhile. */
  MIXED,
  /** Nobody has asked how long it takes. */
  UNKNOWN,
  /** Both processes were on one core, where the distance means nothing. */
  ONE_CORE,
  /** Other work took more than a quarter of a core. */
  BUSY;

  static final double NEAR_NANOS = 150;
  static final double BUSY_CORES = 0.25;

  /** A round trip that nobody has measured. */
  static final double NOT_ASKED = Double.NaN;

  /**
   * Classes a measurement.
   *
   * @param before round trip of a cache line before it, in ns, or {@link #NOT_ASKED}
   * @param after the same after it
   * @param otherCores how many cores other work has taken meanwhile
   */
  static Condition of(Placement placement, double before, double after, double otherCores) {
    if (otherCores > BUSY_CORES) {
      return BUSY;
    }
    if (placement == Placement.ONE_CORE) {
      return ONE_CORE;
    }
    if (Double.isNaN(before) || Double.isNaN(after)) {
      return UNKNOWN;
    }
    boolean nearBefore = before <= NEAR_NANOS;
    return nearBefore != after <= NEAR_NANOS ? MIXED : nearBefore ? NEAR : FAR;
  }

  /** {@return whether figures of this class tell anything of what was measured} */
  boolean tells() {
    return this != MIXED && this != BUSY;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
