package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sanswitch.provider.emu.fault.FaultPlan;
import org.sanswitch.settings.SettingsReader;

/** Faults as an operator writes them. */
final class FaultPlans {

  private FaultPlans() {}

  /** {@return the faults of settings as in {@code drop.after=3}, all of which must be allowed} */
  static FaultPlan of(String... settings) {
    List<String> problems = new ArrayList<>();
    FaultPlan plan = read(problems, settings);
    assertEquals(List.of(), problems);
    return plan;
  }

  static FaultPlan read(List<String> problems, String... settings) {
    Map<String, String> values =
        Stream.of(settings)
          .map(setting -> setting.split("="))
          .collect(Collectors.toMap(pair -> "sanswitch.emu.fault." + pair[0], pair -> pair[1]));
    SettingsReader reader =
        new SettingsReader("sanswitch.emu.", Map.of(), values::get, problems::add);
    FaultPlan plan = FaultPlan.read(reader);
    reader.reportUnknown(values.keySet());
    return plan;
  }
}
