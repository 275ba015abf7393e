package org.sanswitch.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void readsAll() {
    assertEquals(new Settings(-7, 3, 99), Settings.of("seed=-7,one-of=3,micros=99"));
  }

  @Test
  void whatItPrintsCanBeReadAgain() {
    Settings chosen = Settings.of("");
    assertEquals(chosen, Settings.of(chosen.toString()));
  }

  @Test
  void anEmptySeedIsANewOne() {
    assertEquals(25, Settings.of("seed=").oneOf());
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed=x", "one-of=0", "one-of=", "micros=0", "micros=1000001", "often=1",
      ",", "seed=1,"})
  void refusesWhatItDoesNotKnow(String text) {
    assertThrows(IllegalArgumentException.class, () -> Settings.of(text));
  }
}
