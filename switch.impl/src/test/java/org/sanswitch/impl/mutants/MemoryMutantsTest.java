package org.sanswitch.impl.mutants;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sanswitch.rules.mutation.MutantChecks;

class MemoryMutantsTest {

  @TestFactory
  Stream<DynamicTest> everyMutantIsKilled() {
    return MutantChecks.of(MemoryMutants.class);
  }
}
