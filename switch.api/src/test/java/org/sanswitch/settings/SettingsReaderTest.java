package org.sanswitch.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {

  private final Map<String, Object> configuration = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final SettingsReader reader =
      new SettingsReader("sanswitch.it.", configuration, properties::get, problems::add);

  @Test
  void prefersTheConfigurationToThePropertyAndThePropertyToTheDefault() {
    properties.put("sanswitch.it.a", "1");
    properties.put("sanswitch.it.b", " 2 ");
    configuration.put("a", 3L);
    assertEquals(3, reader.number("a", 0, 9, 7));
    assertEquals(2, reader.number("b", 0, 9, 7));
    assertEquals(7, reader.number("c", 0, 9, 7));
    assertEquals(List.of(), problems);
  }

  @Test
  void readsRangesSwitchesAndTexts() {
    properties.put("sanswitch.it.one", "5");
    properties.put("sanswitch.it.two", "5 - 70");
    properties.put("sanswitch.it.on", "true");
    properties.put("sanswitch.it.text", " a b ");
    assertEquals(new SettingRange(5, 5), reader.range("one", 0, 100));
    assertEquals(new SettingRange(5, 70), reader.range("two", 0, 100));
    assertNull(reader.range("none", 0, 100));
    assertEquals(true, reader.flag("on", false));
    assertEquals(true, reader.flag("none", true));
    assertEquals("a b", reader.text("text", ""));
    assertEquals(List.of(), problems);
  }

  @Test
  void namesTheValueAndWhatIsAllowedAndUsesTheDefault() {
    configuration.put("number", "ten");
    properties.put("sanswitch.it.range", "9-5");
    properties.put("sanswitch.it.flag", "yes");
    assertEquals(7, reader.number("number", 0, 9, 7));
    assertNull(reader.range("range", 0, 9));
    assertEquals(false, reader.flag("flag", false));
    assertEquals(
        List.of("sanswitch.it.number = 'ten' is not a whole number of 0 to 9; 7 is used",
            "sanswitch.it.range = '9-5' is not a whole number of 0 to 9,"
                + " or two of them with a hyphen between; nothing is used",
            "sanswitch.it.flag = 'yes' is not true or false; false is used"),
        problems);
  }

  @Test
  void tellsOfSettingsThatNobodyReadsButNotOfWhatTheFrameworkAdds() {
    configuration.put("servce.pid", "x");
    configuration.put("service.pid", "x");
    configuration.put("component.name", "x");
    configuration.put("platform.target", "x");
    configuration.put(".hidden", "x");
    assertEquals(7, reader.number("number", 0, 9, 7));
    reader.reportUnknown(Set.of("sanswitch.it.number", "sanswitch.it.nmber", "sanswitch.other"));
    assertEquals(
        List.of("sanswitch.it.nmber is not a setting and is ignored; there are number",
            "sanswitch.it.servce.pid is not a setting and is ignored; there are number"),
        problems);
  }
}
