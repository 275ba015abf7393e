package org.sanswitch.tck.stage;

import java.util.ArrayList;
import java.util.List;

/** What was seen to be broken in one check, each under its own rule. Any thread may add. */
public final class Findings {

  private static final int MOST = 20;

  /**
   * Something that a rule forbids.
   *
   * @param rule the id
   * @param what what was seen
   */
  public record Finding(String rule, String what) {}

  private final Trace trace;

  /** Guard: this. */
  private final List<Finding> all = new ArrayList<>();

  /**
   * Makes it.
   *
   * @param trace gets every finding in its place
   */
  public Findings(Trace trace) {
    this.trace = trace;
  }

  /**
   * Adds one; bounded, the first ones tell enough.
   *
   * @param rule the id
   * @param what what was seen
   */
  public void broken(String rule, String what) {
    trace.add(Trace.FINDING + rule + ": " + what);
    synchronized (this) {
      if (all.size() < MOST) {
        all.add(new Finding(rule, what));
      }
    }
  }

  /** {@return all of them, in order} */
  public synchronized List<Finding> all() {
    return List.copyOf(all);
  }
}
