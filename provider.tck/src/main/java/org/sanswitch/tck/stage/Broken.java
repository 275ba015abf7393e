package org.sanswitch.tck.stage;

import java.io.Serial;

/** Ends a check: a rule is broken. */
public final class Broken extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final String rule;

  /**
   * Makes it.
   *
   * @param rule the id
   * @param what what was seen
   */
  public Broken(String rule, String what) {
    super(what);
    this.rule = rule;
  }

  /** {@return the id} */
  public String rule() {
    return rule;
  }

  /**
   * Ends the check unless something holds.
   *
   * @param rule the id of the rule that demands it
   * @param holds whether it holds
   * @param what what was seen
   * @throws Broken if it does not hold
   */
  public static void unless(String rule, boolean holds, String what) throws Broken {
    if (!holds) {
      throw new Broken(rule, what);
    }
  }
}
