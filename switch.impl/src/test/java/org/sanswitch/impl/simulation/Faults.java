package org.sanswitch.impl.simulation;

/** What the functions of the simulated providers refuse, and how often: decided by the seed. */
final class Faults {

  private static final int NEVER = 0;

  private final Chance chance;
  private final int queueFull;
  private final int receives;
  private final int memory;
  private final int sockets;
  private final int starts;
  private final int connects;
  private final int throwing;
  private final int exposures;

  /**
   * Decides.
   *
   * @param any whether there may be faults that end connections
   */
  Faults(Chance chance, boolean any) {
    this.chance = chance;
    queueFull = sometimes(3, chance.between(2, 60));
    receives = any ? sometimes(12, 400) : NEVER;
    memory = any ? sometimes(8, 6) : NEVER;
    sockets = any ? sometimes(8, 6) : NEVER;
    starts = any ? sometimes(8, 3) : NEVER;
    connects = any ? sometimes(8, 4) : NEVER;
    throwing = any ? sometimes(12, 200) : NEVER;
    exposures = any ? sometimes(8, 3) : NEVER;
  }

  private int sometimes(int cases, int rate) {
    return chance.oneIn(cases) ? rate : NEVER;
  }

  private boolean happens(int rate) {
    return rate != NEVER && chance.oneIn(rate);
  }

  /** {@return whether a connection may be left to TCP/IP for what is decided here} */
  boolean mayFallBack() {
    return queueFull + receives + memory + sockets + starts + connects + throwing != NEVER;
  }

  boolean isQueueFull() {
    return happens(queueFull);
  }

  boolean isReceiveRefused() {
    return happens(receives);
  }

  boolean isMemoryRefused() {
    return happens(memory);
  }

  boolean isSocketRefused() {
    return happens(sockets);
  }

  boolean isStartRefused() {
    return happens(starts);
  }

  /** {@return whether memory is not registered for the peer} */
  boolean isExposureRefused() {
    return happens(exposures);
  }

  /** {@return whether a function throws what it must not} */
  boolean isThrowing() {
    return happens(throwing);
  }

  boolean isConnectStalled() {
    return happens(connects);
  }
}
