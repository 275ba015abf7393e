package org.sanswitch.provider.emu.fault;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.sanswitch.settings.SettingRange;

/** Decides of each connection whether a fault hits it; the same seed decides the same again. */
final class Chooser {

  private final @Nullable FaultRule rule;
  private final Random random;
  /** Guard: this. */
  private int asked;
  /** Guard: this. */
  private int hit;

  /**
   * Makes it.
   *
   * @param rule the rule, or null if the fault is off
   * @param seed what all of its chances follow from
   */
  Chooser(@Nullable FaultRule rule, long seed) {
    this.rule = rule;
    this.random = new Random(seed);
  }

  /** {@return the number of the fault if it hits the next connection, else null} */
  synchronized @Nullable SettingRange next() {
    if (rule == null || rule.limit() > 0 && hit >= rule.limit()) {
      return null;
    }
    asked++;
    if (asked % rule.every() != 0 || random.nextInt(FaultRule.ALWAYS) >= rule.percent()) {
      return null;
    }
    hit++;
    return rule.value();
  }
}
