package org.sanswitch.provider.emu.fault;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.sanswitch.settings.SettingsReader;

/**
 * All faults that are wanted, as {@code docs/fault-injection.md} describes them.
 *
 * @param seed what all chances follow from
 * @param rdmaRead whether the hardware can read by RDMA
 * @param messageSize most that a message may have, in bytes
 * @param rules the faults that are on
 */
public record FaultPlan(
    int seed, boolean rdmaRead, int messageSize, Map<FaultKind, FaultRule> rules) {

  private static final int LEAST_MESSAGE = 4096;
  private static final String MESSAGE_SIZE = "fault.message.size";
  private static final String RDMA_READ = "fault.rdma.read";

  /** Copies the rules. */
  public FaultPlan {
    rules = Map.copyOf(rules);
  }

  /**
   * Reads the faults; without any setting none is on.
   *
   * @param reader reads, and tells what is not allowed
   * @return the faults
   */
  public static FaultPlan read(SettingsReader reader) {
    Map<FaultKind, FaultRule> rules = new EnumMap<>(FaultKind.class);
    for (FaultKind kind : FaultKind.values()) {
      FaultRule rule = FaultRule.read(kind, reader);
      if (rule != null) {
        rules.put(kind, rule);
      }
    }
    int seed =
        reader.number(
            "fault.seed", 0, Integer.MAX_VALUE,
            ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
    return new FaultPlan(
        seed,
        reader.flag(RDMA_READ, true),
        reader.number(MESSAGE_SIZE, LEAST_MESSAGE, Integer.MAX_VALUE, Integer.MAX_VALUE),
        rules);
  }

  /** {@return whether anything shall go wrong} */
  public boolean isOn() {
    return !rules.isEmpty() || !rdmaRead || messageSize < Integer.MAX_VALUE;
  }

  /** {@return what is on, in a line for the operator} */
  @Override
  public String toString() {
    List<String> faults = new ArrayList<>();
    for (FaultKind kind : FaultKind.values()) {
      FaultRule rule = rules.get(kind);
      if (rule != null) {
        faults.add(
            kind.setting() + "=" + (kind.isFlag() ? "true" : rule.value()) + " (" + rule + ")");
      }
    }
    if (!rdmaRead) {
      faults.add(RDMA_READ + "=false");
    }
    if (messageSize < Integer.MAX_VALUE) {
      faults.add(MESSAGE_SIZE + "=" + messageSize);
    }
    return faults.isEmpty()
        ? "fault injection is off"
        : "fault injection is ON: " + String.join(", ", faults) + ", fault.seed=" + seed;
  }
}
