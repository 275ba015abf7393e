package org.sanswitch.provider.emu.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.sanswitch.settings.SettingRange;

/** Decides for a whole adapter which connection gets which fault. */
final class Choosers {

  private final FaultPlan plan;
  private final Map<FaultKind, Chooser> choosers = new EnumMap<>(FaultKind.class);
  /** Guard: this. Gives each connection a seed of its own. */
  private final Random seeds;

  Choosers(FaultPlan plan) {
    this.plan = plan;
    this.seeds = new Random(plan.seed());
    for (FaultKind kind : FaultKind.values()) {
      choosers.put(kind, new Chooser(plan.rules().get(kind), seeds.nextLong()));
    }
  }

  /** {@return whether the fault of a listener hits the next request} */
  boolean hitsRequest(FaultKind kind) {
    return next(kind) != null;
  }

  /** {@return what hits the next queue pair, or null if nothing does} */
  @Nullable
  synchronized ConnectionFaults next() {
    SettingRange delay = next(FaultKind.DELAY);
    SettingRange connect = next(FaultKind.CONNECT);
    SettingRange registration = next(FaultKind.REGISTRATION);
    SettingRange drop = next(FaultKind.DROP);
    SettingRange stall = next(FaultKind.STALL);
    SettingRange wakeup = next(FaultKind.WAKEUP);
    Random random = new Random(seeds.nextLong());
    boolean none =
        delay == null
            && connect == null
            && registration == null
            && drop == null
            && stall == null
            && wakeup == null;
    return none && plan.rdmaRead()
        ? null
        : new ConnectionFaults(
            delay,
            connect,
            number(registration, random),
            number(drop, random),
            number(stall, random),
            wakeup,
            plan.rdmaRead(),
            random);
  }

  private @Nullable SettingRange next(FaultKind kind) {
    return Objects.requireNonNull(choosers.get(kind)).next();
  }

  private static int number(@Nullable SettingRange range, Random random) {
    return range == null ? ConnectionFaults.NEVER : ConnectionFaults.in(range, random);
  }
}
