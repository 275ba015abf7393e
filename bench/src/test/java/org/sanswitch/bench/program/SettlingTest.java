package org.sanswitch.bench.program;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SettlingTest {

  private final Settling settling = new Settling();

  @Test
  void isOverWhenFourWindowsAreAlikeAndTheCompilersIdle() {
    assertFalse(add(100, 95, 104));
    assertTrue(settling.add(101, 0.02));
  }

  @Test
  void goesOnWhileTheRateRises() {
    assertFalse(add(100, 104, 107, 111, 115, 119, 123));
  }

  @Test
  void aSteadyRateIsNotEnoughWhileSomethingIsCompiled() {
    for (int i = 0; i < 20; i++) {
      assertFalse(settling.add(100, 0.03));
    }
    assertFalse(add(100, 100, 100));
    assertTrue(add(100));
  }

  @Test
  void oneOtherWindowStartsItAgain() {
    assertFalse(add(100, 100, 100, 50, 100, 100, 100));
    assertTrue(add(100));
  }

  private boolean add(double... rates) {
    boolean settled = false;
    for (double rate : rates) {
      settled = settling.add(rate, 0);
    }
    return settled;
  }
}
