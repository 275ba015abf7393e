package org.sanswitch.rules.ledger;

/**
 * An annotation in the sources: something claims to show a rule, or to break it.
 *
 * @param kind which annotation
 * @param rule the id
 * @param module directory of the module
 * @param type simple name of the class, with those around it: {@code Outer.Inner}
 * @param member name of the method or field, empty for the class itself
 */
record Claim(Kind kind, String rule, String module, String type, String member) {

  /** What is claimed. */
  enum Kind {
    SHOWS, BREAKS
  }
}
