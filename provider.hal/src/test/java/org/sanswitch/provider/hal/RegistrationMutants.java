package org.sanswitch.provider.hal;

import org.sanswitch.rules.Breaks;
import org.sanswitch.rules.mutation.Mutant;

/** Mutants of the registration cache. */
final class RegistrationMutants {

  private static final String HAL = "org.sanswitch.provider.hal.";
  private static final String TEST = HAL + "RegistrationCacheTest#";

  private RegistrationMutants() {}

  /** In the place of what is asked. */
  static boolean yes() {
    return true;
  }

  @Breaks("MEM-5") static final Mutant OTHER_MEMORY_AT_THE_ADDRESS_IS_SERVED =
      Mutant.in(HAL + "Registration")
        .method("serves")
        .call("MemorySegment.Scope.equals")
        .becomes(RegistrationMutants.class, "yes")
        .killedBy(TEST + "neverServesOtherMemoryAtTheSameAddress");

  @Breaks("MEM-5") static final Mutant MORE_ACCESS_IS_SERVED_THAN_WAS_REGISTERED =
      Mutant.in(HAL + "Registration")
        .method("serves")
        .read("Registration.writable")
        .becomes(RegistrationMutants.class, "yes")
        .killedBy(TEST + "neverGivesMoreAccessThanAskedFor");

  @Breaks("MEM-5") static final Mutant A_PART_IS_TAKEN_FOR_THE_BEGINNING =
      Mutant.in(HAL + "ReceiveQueue")
        .method("down")
        .read("HalMemory.start")
        .drop()
        .killedBy(TEST + "servesAPartOfMemoryThatIsKept");

  @Breaks("MEM-5") static final Mutant EVICTED_IN_USE_IS_KEPT_AFTERWARDS =
      Mutant.in(HAL + "RegistrationCache")
        .method("keep")
        .read("Registration.doomed")
        .drop()
        .killedBy(TEST + "leavesMemoryInUseRegisteredAndDoesNotKeepItAfterwards");

  @Breaks("MEM-5") static final Mutant WHAT_IS_KEPT_MAKES_REGISTRATIONS_FAIL =
      Mutant.in(HAL + "RegistrationCache")
        .method("makeRoom")
        .body()
        .drop()
        .killedBy(TEST + "givesUpWhatIsKeptBeforeARegistrationFails");

  @Breaks("MEM-5") static final Mutant WHAT_IS_KEPT_HAS_NO_BOUND =
      Mutant.in(HAL + "RegistrationCache")
        .method("trim")
        .body()
        .drop()
        .killedBy(TEST + "endsTheLeastRecentlyUsedWhenThereAreTooMany");

  @Breaks("MEM-5") static final Mutant WHAT_IS_KEPT_OUTLIVES_MEMORY_OF_THE_ADAPTER =
      Mutant.in(HAL + "Memory")
        .method("deregister")
        .call("RegistrationCache.evict")
        .drop()
        .killedBy(TEST + "endsWhatIsKeptOfMemoryThatTheAdapterTakesBack");

  @Breaks("MEM-5") static final Mutant WHAT_IS_KEPT_OUTLIVES_THE_CONNECTION =
      Mutant.in(HAL + "ClosingProcedure")
        .method("begin")
        .call("RegistrationCache.evict")
        .drop()
        .killedBy(TEST + "endsWhatIsKeptBeforeTheConnectionIsClosed");

  @Breaks("MEM-5") static final Mutant CLOSED_SOCKETS_STAY_IN_THE_CACHE =
      Mutant.in(HAL + "ClosingProcedure")
        .method("tryFinish")
        .call("RegistrationCache.release")
        .drop()
        .killedBy(TEST + "endsWhatIsKeptBeforeTheConnectionIsClosed");
}
