package org.sanswitch.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.rules.Rules;

/** Ordinary tests that mutants run; not named as a test, so that nobody else does. */
@Rules("CLO-7")
class StackSample {

  /** Claims to show a rule, and has no tests. */
  @Rules("CLO-7")
  static class Empty {}

  private final Stack stack = new Stack();

  @Test
  void weighsWhatIsOnIt() throws Exception {
    stack.push(3, "a");
    stack.push(4, "b");
    assertEquals("b", stack.pop().name());
    assertEquals(3, stack.weight());
  }

  @Rules("CLO-9")
  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void refusesANegativeWeight(long weight) {
    assertThrows(IllegalArgumentException.class, () -> stack.push(weight, "a"));
  }

  @Test
  void empties() throws Exception {
    stack.push(1, "a");
    stack.pop();
    stack.awaitEmpty();
  }

  @Test
  void failsAlways() {
    fail("scripted");
  }
}
