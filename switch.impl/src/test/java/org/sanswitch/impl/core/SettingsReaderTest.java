package org.sanswitch.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sanswitch.impl.routing.RuleParser;
import org.sanswitch.impl.routing.Rules;
import org.sanswitch.impl.session.SessionSettings;

class SettingsReaderTest {

  private final Map<String, Object> configuration = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final SettingsReader reader =
      new SettingsReader(configuration, properties::get, problems::add);

  private final RuleParser parser = new RuleParser(InetAddress::getAllByName);

  private SwitchSettings settings() {
    return reader.switchSettings(parser, Rules.NONE);
  }

  @Test
  void hasDefaultsForEverything() {
    assertEquals(SwitchSettings.DEFAULT, settings());
    assertEquals(SessionSettings.DEFAULTS, reader.sessionSettings());
    assertEquals(List.of(), problems);
  }

  @Test
  void prefersTheConfigurationToTheProperty() {
    properties.put("sanswitch.connect.bound.millis", "300");
    properties.put("sanswitch.negative.cache.millis", "0");
    properties.put("sanswitch.rules", "use tcp connect *");
    configuration.put("connect.bound.millis", 400);
    SwitchSettings settings = settings();
    assertEquals(400, settings.connectBoundMillis());
    assertEquals(0, settings.negativeCacheMillis());
    assertEquals("use tcp connect *", settings.rules().text());
  }

  @Test
  void readsTheSettingsOfSessions() {
    properties.put("sanswitch.spin.micros", "7");
    configuration.put("buffer.size", "1024");
    assertEquals(TimeUnit.MICROSECONDS.toNanos(7), reader.sessionSettings().spinNanos());
    assertEquals(1024, reader.sessionSettings().bufferSize());
    properties.put("sanswitch.rdma.cancel.millis", "70");
    configuration.put("rdma.staging.bytes", "8192");
    assertEquals(TimeUnit.MILLISECONDS.toNanos(70), reader.sessionSettings().rdmaCancelNanos());
    assertEquals(8192, reader.sessionSettings().stagingSize());
  }

  @Test
  void keepsTheRulesInForceWhenNewOnesDoNotParse() throws Exception {
    Rules inForce = parser.parse("use tcp connect 127.0.0.1");
    configuration.put("rules", "use use use");
    assertEquals(inForce, reader.switchSettings(parser, inForce).rules());
    assertTrue(problems.get(0).endsWith("; the rules in force stay"), problems.get(0));
    configuration.remove("rules");
    assertEquals(Rules.NONE, reader.switchSettings(parser, inForce).rules());
  }

  @Test
  void namesWhatIsNotAllowedAndUsesTheDefault() {
    properties.put("sanswitch.connect.bound.millis", "5");
    configuration.put("negative.cache.millis", "soon");
    properties.put("sanswitch.rules", "use it");
    assertEquals(SwitchSettings.DEFAULT, settings());
    assertEquals(3, problems.size());
    assertTrue(problems.get(0).startsWith("sanswitch.rules: rule syntax: at position 6"));
    assertEquals("sanswitch.connect.bound.millis = '5' is not a whole number of 10 to 60000;"
        + " 2000 is used", problems.get(1));
    assertEquals("sanswitch.negative.cache.millis = 'soon' is not a whole number of 0 to 3600000;"
        + " 2000 is used", problems.get(2));
  }
}
