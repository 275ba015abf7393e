package org.sanswitch.impl.mutants;

import org.sanswitch.rules.Breaks;
import org.sanswitch.rules.mutation.Mutant;

/** Mutants of the switch's core: providers, routing, connecting, listening. */
final class CoreMutants {

  private static final String CORE = "org.sanswitch.impl.core.";

  private CoreMutants() {}

  @Breaks("BLK-3") static final Mutant CANCEL_LEAVES_THE_SOCKET_OPEN = Mutant.in(CORE + "SanTry")
    .method("fail")
    .call("StartedProvider.close")
    .drop()
    .killedBy(CORE + "ConnectTest#cancelClosesTheSocketWhileConnecting_BLK3");
}
