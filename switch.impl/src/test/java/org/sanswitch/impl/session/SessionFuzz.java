package org.sanswitch.impl.session;

import org.sanswitch.fuzz.FuzzTarget;
import org.sanswitch.fuzz.InputReader;

/**
 * A whole session that gets any messages in any order, while its application works. What must hold
 * is in {@link SessionScript}.
 *
 * <p>An input: how it starts (1: even for established, odd for the accepting side of a
 * negotiation), then steps of the script.
 */
class SessionFuzz extends FuzzTarget {

  public static void fuzzerTestOneInput(byte[] bytes) {
    InputReader input = new InputReader(bytes);
    boolean established = (input.unsignedByte() & 1) == 0;
    try (Pair pair = new Pair(new FakeFabric(FakeFabric.Limits.WIDE), SessionScript.SETTINGS)) {
      if (established) {
        pair.connect();
      } else {
        pair.startB();
      }
      new SessionScript(input, pair).run();
    }
  }
}
