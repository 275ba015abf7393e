package org.sanswitch.provider.hal;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sanswitch.rules.mutation.MutantChecks;

class RegistrationMutantsTest {

  @TestFactory
  Stream<DynamicTest> everyMutantIsKilled() {
    return MutantChecks.of(RegistrationMutants.class);
  }
}
