package org.sanswitch.impl.mutants;

import org.sanswitch.impl.memory.MemoryChanges;
import org.sanswitch.rules.Breaks;
import org.sanswitch.rules.mutation.Mutant;

/** Mutants of what the switch owes the registration caches of providers. */
final class MemoryMutants {

  private static final String MEMORY = "org.sanswitch.impl.memory.";
  private static final String TEST = MEMORY + "ApplicationMemoryTest";

  private MemoryMutants() {}

  @Breaks("MEM-5") static final Mutant COLLECTED_MEMORY_IS_NOT_TOLD =
      Mutant.in(MEMORY + "Life")
        .method("collected")
        .body()
        .drop()
        .killedBy(TEST + "#evictsABufferThatWasCollected");

  @Breaks("MEM-5") static final Mutant WHAT_WAS_AT_AN_ADDRESS_BEFORE_STAYS =
      Mutant.in(MEMORY + "Life")
        .method("overlaps")
        .body()
        .drop()
        .killedBy(TEST + "#evictsWhatWasAtTheAddressBeforeOtherMemoryIsRegisteredThere");

  @Breaks("MEM-5") static final Mutant MEMORY_RELEASED_AFTER_ITS_END_IS_KEPT =
      Mutant.in(MEMORY + "Life")
        .method("isOver")
        .body()
        .drop()
        .killedBy(TEST + "#evictsMemoryThatIsReleasedAfterItsEnd");

  @Breaks("MEM-5") static final Mutant CACHES_HOLD_THE_MEMORY_ITSELF =
      Mutant.in(MEMORY + "Life")
        .method("view")
        .body()
        .becomes(MemoryChanges.class, "itself")
        .killedBy(TEST + "#givesProvidersNothingThatHoldsABuffer");
}
