package org.sanswitch.impl.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.api.EndReason;

/**
 * Every byte arrives in order exactly once, or the connection ends with a reason that fits what
 * befell it; whatever two switches, their fabric and their applications do at whatever moment.
 *
 * <p>{@code -Dsimulation.seed=S} runs one seed and prints all that happens; {@code
 * -Dsimulation.seeds=N} runs so many, from {@code -Dsimulation.base} on.
 */
class SimulationTest {

  private static final int FIXED_SEEDS = 9_000;
  private static final int FRESH_SEEDS = 1_000;
  private static final int SEEDS_OF_A_MUTANT = 200;
  private static final int SEEDS_OF_A_TALLY = 3_000;

  private static void run(long seed, boolean print) {
    Simulation.Result result = Simulation.run(seed, Mutation.NONE, print);
    if (result.failure() != null) {
      fail("seed " + seed + ": " + result.failure()
          + "\nreplay: mvn test -pl switch.impl -am -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dtest=SimulationTest#everyByteArrivesOnceOrTheConnectionEndsWithAReason"
          + " -Dsimulation.seed=" + seed + "\nlast events:\n" + result.trace().last());
    }
  }

  private static void run(long base, int count) {
    System.out.println("simulation of seeds " + base + " to " + (base + count - 1));
    for (long seed = base; seed < base + count; seed++) {
      run(seed, false);
    }
  }

  @Test
  void everyByteArrivesOnceOrTheConnectionEndsWithAReason() {
    Long one = Long.getLong("simulation.seed");
    Integer count = Integer.getInteger("simulation.seeds");
    if (one != null) {
      run(one, true);
    } else if (count != null) {
      run(Long.getLong("simulation.base", 0), count);
    } else {
      run(0, FIXED_SEEDS);
      run(new SplittableRandom().nextLong() >>> 16, FRESH_SEEDS);
    }
  }

  /** Each has failed once: nobody told of room at the provider, data was lost at a close, a slow reader. */
  @ParameterizedTest
  @ValueSource(longs = {924, 998, 1_305, 15_218, 16_418, 168_026_671_959_852L,
      250_060_638_948_429L})
  void seedsThatHaveFailedStaySound(long seed) {
    run(seed, false);
  }

  @Test
  void aSeedReplaysExactly() {
    for (long seed = 0; seed < 50; seed++) {
      Trace first = Simulation.run(seed, Mutation.NONE, false).trace();
      Trace second = Simulation.run(seed, Mutation.NONE, false).trace();
      assertEquals(first.hash(), second.hash(), "seed " + seed);
      assertTrue(first.count() > 0);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Mutation.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aFabricThatDoesOneThingWrongIsNoticed(Mutation mutation) {
    for (long seed = 0; seed < SEEDS_OF_A_MUTANT; seed++) {
      if (Simulation.run(seed, mutation, false).failure() != null) {
        return;
      }
    }
    fail(mutation + " was not noticed in " + SEEDS_OF_A_MUTANT + " seeds");
  }

  @Test
  void seedsReachWhatTheyAreFor() {
    Tally all = new Tally();
    for (long seed = 0; seed < SEEDS_OF_A_TALLY; seed++) {
      all.add(Simulation.run(seed, Mutation.NONE, false).tally());
    }
    assertEquals(EnumSet.allOf(Excuse.class), all.excuses());
    assertTrue(all.reasons()
      .containsAll(EnumSet.of(EndReason.CLOSED, EndReason.RESET_LOCALLY, EndReason.RESET_BY_PEER,
          EndReason.PEER_DIED, EndReason.PROVIDER_GONE, EndReason.PROVIDER_FAILED,
          EndReason.SWITCH_STOPPED, EndReason.KEEP_ALIVE_TIMEOUT, EndReason.CLOSE_TIMEOUT)),
        () -> "only " + all.reasons());
    assertTrue(3 * all.whole() > all.conversations(),
        all.whole() + " of " + all.conversations() + " had to arrive whole");
    assertTrue(all.bytes() > SEEDS_OF_A_TALLY * 1_000L, all.bytes() + " bytes");
    assertTrue(16 * all.moved() > all.bytes(),
        "RDMA has moved " + all.moved() + " of " + all.bytes() + " bytes");
  }

  @Test
  void seedsDiffer() {
    Trace first = Simulation.run(0, Mutation.NONE, false).trace();
    Trace second = Simulation.run(1, Mutation.NONE, false).trace();
    assertTrue(first.hash() != second.hash());
  }
}
