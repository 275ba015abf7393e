package org.sanswitch.impl.simulation;

/** A process of a simulated host; what is dead makes no more steps. */
final class SimulatedProcess {

  private final int number;
  private boolean dead;

  SimulatedProcess(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  boolean isDead() {
    return dead;
  }

  void die() {
    dead = true;
  }
}
