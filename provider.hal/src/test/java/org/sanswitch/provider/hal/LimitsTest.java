package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sanswitch.settings.SettingsReader;

class LimitsTest {

  private final List<String> problems = new ArrayList<>();

  private Limits read(Map<String, ?> configuration, Map<String, String> properties) {
    return Limits.read(
        new SettingsReader(
            AdapterBinder.PREFIX, configuration, properties::get, problems::add));
  }

  @Test
  void hasTheDocumentedDefaults() {
    assertEquals(new Limits(500_000_000, 2_000_000_000, 1_000_000), read(Map.of(), Map.of()));
    assertEquals(List.of(), problems);
  }

  @Test
  void prefersTheConfigurationToTheCommandLine() {
    Limits limits =
        read(
            Map.of("tick.us", 200),
            Map.of("sanswitch.hal.tick.us", "300", "sanswitch.hal.flush.timeout.ms", "7"));
    assertEquals(new Limits(7_000_000, 2_000_000_000, 200_000), limits);
  }

  @Test
  void readsTheBoundsOfTheRegistrationCache() {
    assertEquals(new CacheBounds(0, 3 << 20),
        read(Map.of("cache.entries", 0), Map.of("sanswitch.hal.cache.mib", "3")).cache());
    assertEquals(CacheBounds.DEFAULT, read(Map.of("cache.mib", 0), Map.of()).cache());
    assertEquals(1, problems.size());
  }
}
