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

  private static final String PROVIDERS = "provider.";

  /** Whom a rule binds; on whose side a test or a mutant stands. */
  enum Side {
    SWITCH, PROVIDER
  }

  /** What is claimed. */
  enum Kind {
    SHOWS, BREAKS
  }

  /** {@return on whose side it stands: a provider's, the kit that tests them, or the switch's} */
  Side side() {
    return module.startsWith(PROVIDERS) ? Side.PROVIDER : Side.SWITCH;
  }
}
