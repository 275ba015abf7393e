package org.sanswitch.provider.emu.fault;

import org.jspecify.annotations.Nullable;
import org.sanswitch.settings.SettingRange;
import org.sanswitch.settings.SettingsReader;

/**
 * A fault that is on: its number, and which connections it hits.
 *
 * @param value the number of the fault, or the range that it is taken from
 * @param every hits each connection of that number, counted from 1
 * @param percent how likely each of these is hit, 1 to 100
 * @param limit how many are hit at most; 0 = no bound
 */
record FaultRule(SettingRange value, int every, int percent, int limit) {

  static final int ALWAYS = 100;

  private static final SettingRange ON = new SettingRange(1, 1);

  /** {@return what the operator wants of a kind, or null if it is off} */
  static @Nullable FaultRule read(FaultKind kind, SettingsReader reader) {
    SettingRange value =
        kind.isFlag()
            ? reader.flag(kind.setting(), false) ? ON : null
            : reader.range(kind.setting(), kind.min(), kind.max());
    int every = reader.number(kind.setting("every"), 1, Integer.MAX_VALUE, 1);
    int percent = reader.number(kind.setting("percent"), 1, ALWAYS, ALWAYS);
    int limit = reader.number(kind.setting("limit"), 0, Integer.MAX_VALUE, 0);
    return value == null ? null : new FaultRule(value, every, percent, limit);
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(every == 1 ? "every connection" : "1 connection in " + every);
    if (percent < ALWAYS) {
      text.append(" with ").append(percent).append(" %");
    }
    if (limit > 0) {
      text.append(", at most ").append(limit);
    }
    return text.toString();
  }
}
