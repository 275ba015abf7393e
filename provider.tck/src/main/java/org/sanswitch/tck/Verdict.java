package org.sanswitch.tck;

/** What the kit says of a rule. */
public enum Verdict {
  /** Every check of it passed. */
  KEPT,
  /** Something was seen that the rule forbids. */
  BROKEN,
  /** The provider lacks the optional function, or there can be no second process. */
  NOT_APPLICABLE,
  /** The check did not get that far, because another rule was broken or the provider did not work. */
  NOT_SHOWN
}
