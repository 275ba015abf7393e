package org.sanswitch.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What threads can see of the lock-free structures: nothing but what their tests allow, while each
 * variant that is broken on purpose shows what it must not, so that the tests are known to see it.
 */
class StressTest {

  private static final int ITERATIONS = 2;

  /** A variant that is not caught in as many rounds, each twice as long, is not caught. */
  private static final int ROUNDS = 5;

  @Test
  void structuresShowAllowedOutcomesOnly() throws Exception {
    JcstressRun run = new JcstressRun("Stress", ITERATIONS);
    List<String> tests = run.tests();
    assertTrue(tests.size() >= 20, () -> "only " + tests);
    JcstressRun.Result result = run.run();
    assertEquals(List.of(), result.forbidden(), result::end);
    assertEquals(0, result.status(), result::end);
    String all =
        tests.size() + " planned; " + tests.size() + " passed, 0 failed, 0 soft errs, 0 hard errs";
    assertTrue(result.output().contains(all), result::end);
  }

  @Test
  void eachBrokenVariantIsCaught() throws Exception {
    Set<String> missed = new TreeSet<>(new JcstressRun("Broken", ITERATIONS).tests());
    assertTrue(missed.size() >= 5, () -> "only " + missed);
    JcstressRun.Result result = null;
    for (int i = 0; i < ROUNDS && !missed.isEmpty(); i++) {
      // The names of those that were missed, and a little more time in each round.
      result = new JcstressRun("(" + String.join("|", missed) + ")", ITERATIONS << i).run();
      result.forbidden().forEach(missed::remove);
    }
    assertEquals(Set.of(), missed, result::end);
  }
}
