package org.sanswitch.launcher.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {

  private static final String EMU = "provider=emu\treason=SAN\tconnected=%d\taccepted=0"
      + "\tbytesSent=7\tbytesReceived=8";

  @Test
  void onlyRowsWithNewConnectionsCountSinceAnEarlierLook() {
    Routes earlier = Routes.parse(List.of(EMU.formatted(3)));
    String tcp = "provider=tcp\treason=RULE\tconnected=2\taccepted=0\tbytesSent=1\tbytesReceived=1";
    assertEquals(List.of(new RouteRow("tcp", "RULE", 2, 1, 1)),
        Routes.parse(List.of(EMU.formatted(3), tcp)).connectedSince(earlier));
    assertEquals(List.of(new RouteRow("emu", "SAN", 4, 7, 8)),
        Routes.parse(List.of(EMU.formatted(7))).connectedSince(earlier));
  }

  @Test
  void aCountThatCannotBeIsRefusedWithTheNumber() {
    for (long impossible : new long[]{-3, (1L << 48) + 1}) {
      IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
          () -> Routes.parse(List.of(EMU.formatted(impossible))));
      assertEquals(
          "connected is " + impossible + ", not 0 to 281474976710656, in: "
              + EMU.formatted(impossible),
          refused.getMessage());
    }
  }

  @Test
  void aLineWithoutAnExpectedFieldIsRefusedWithTheLine() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Routes.parse(List.of("provider=emu")));
    assertEquals("no reason in: provider=emu", refused.getMessage());
  }
}
