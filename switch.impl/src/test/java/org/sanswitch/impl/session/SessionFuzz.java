package org.sanswitch.impl.session;

import org.sanswitch.fuzz.FuzzTarget;
import org.sanswitch.fuzz.InputReader;

/**
 * A whole session that gets any messages in any order, while its application works. What must hold
 * is in {@link SessionScript}.
 *
 * <p>An input: how it starts (1: even for established, odd for the accepting side of a
 * negotiation; the next two bits say how large transfers go), then steps of the script.
 */
class SessionFuzz extends FuzzTarget {

  public static void fuzzerTestOneInput(byte[] bytes) {
    InputReader input = new InputReader(bytes);
    int start = input.unsignedByte();
    boolean established = (start & 1) == 0;
    try (Pair pair = new Pair(new FakeFabric(limits(start >> 1 & 3)), SessionScript.SETTINGS)) {
      if (established) {
        pair.connect();
      } else {
        pair.startB();
      }
      new SessionScript(input, pair).run();
    }
  }

  private static FakeFabric.Limits limits(int way) {
    FakeFabric.Limits wide = FakeFabric.Limits.WIDE;
    return switch (way) {
      case 1 -> wide.with(TransferWay.READ, 300, 100);
      case 2 -> wide.with(TransferWay.WRITE, 300, 100);
      default -> wide;
    };
  }
}
