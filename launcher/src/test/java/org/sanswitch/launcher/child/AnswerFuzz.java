package org.sanswitch.launcher.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.sanswitch.fuzz.FuzzTarget;

/**
 * What a program with the agent answers about its routes: refused with the reason, or every line is
 * a row.
 */
class AnswerFuzz extends FuzzTarget {

  public static void fuzzerTestOneInput(byte[] input) {
    var lines = new String(input, StandardCharsets.UTF_8).lines().toList();
    try {
      Routes routes = Routes.parse(lines);
      assertEquals(lines.size(), routes.rows().size());
      assertEquals(0, routes.connectedSince(routes).size());
    } catch (IllegalArgumentException e) {
      assertEquals(false, e.getMessage().isEmpty());
    }
  }
}
