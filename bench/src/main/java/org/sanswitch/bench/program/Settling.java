package org.sanswitch.bench.program;

/**
 * Says when a warm-up is over: when the rate of some windows in a row differs by a few percent at
 * most and the compilers of both JVMs had nothing to do in them. The rate alone would not tell: it
 * is steady, too, while a method waits for its compiler. One thread uses it.
 */
final class Settling {

  /** How many windows in a row must be alike. */
  static final int WINDOWS = 4;

  /** How far the fastest of them may be above the slowest. */
  static final double SPREAD = 1.1;

  /** What part of the time the compilers may take: small methods come and go for ever. */
  static final double COMPILING = 0.02;

  private final double[] rates = new double[WINDOWS];
  private int quiet;
  private int next;

  /**
   * Adds a window.
   *
   * @param rate messages per time, in any unit
   * @param compiling what part of the time the compilers took, of one core
   * @return whether the last windows show that it has settled
   */
  boolean add(double rate, double compiling) {
    rates[next] = rate;
    next = (next + 1) % WINDOWS;
    quiet = compiling <= COMPILING ? quiet + 1 : 0;
    if (quiet < WINDOWS) {
      return false;
    }
    double least = rates[0];
    double most = rates[0];
    for (double each : rates) {
      least = Math.min(least, each);
      most = Math.max(most, each);
    }
    return most <= least * SPREAD;
  }
}
