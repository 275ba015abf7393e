package org.sanswitch.bench;

import org.jspecify.annotations.Nullable;

/**
 * One measurement.
 *
 * @param round from 1
 * @param cell what was measured
 * @param condition under what
 * @param before round trip of a cache line before, in ns
 * @param after the same after
 * @param otherCores how many cores other work took
 * @param figures what came out, or null if nothing did
 * @param problem why the row does not count, or null if it does
 */
record Row(
    int round,
    Cell cell,
    Condition condition,
    double before,
    double after,
    double otherCores,
    @Nullable Figures figures,
    @Nullable String problem) {

  /**
   * A combination that is measured once a round.
   *
   * @param group what is compared
   * @param variant by what
   */
  record Cell(Group group, Variant variant) {

    @Override
    public String toString() {
      return group + " " + variant;
    }
  }

  /**
   * What all variants do within a few seconds, to be compared.
   *
   * @param workload the traffic
   * @param connections how many at once
   * @param placement where
   */
  record Group(Workload workload, int connections, Placement placement) {

    @Override
    public String toString() {
      return workload + " x" + connections + " " + placement;
    }
  }

  /** {@return whether the figures are what they claim to be} */
  boolean valid() {
    return problem == null;
  }
}
