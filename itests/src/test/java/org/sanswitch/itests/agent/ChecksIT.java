package org.sanswitch.itests.agent;

import static org.junit.Assert.assertEquals;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import plain.Checks;

/** All checks of the socket suite, in a JVM that knows nothing of the switch. */
public class ChecksIT {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void theJdksOwnSocketsPassAllChecks() throws Exception {
    try (PlainJvm jvm = program().start()) {
      assertAllPass(jvm);
    }
  }

  @Test
  public void socketsOfTheAgentPassAllChecks() throws Exception {
    try (PlainJvm jvm = program().withAgent().start()) {
      assertAllPass(jvm);
      jvm.report().assertHas("emu SAN");
    }
  }

  private PlainProgram program() {
    return new PlainProgram(folder.getRoot().toPath(), Checks.class);
  }

  private static void assertAllPass(PlainJvm jvm) throws Exception {
    for (String name : Checks.names()) {
      String line = jvm.line();
      if (!line.equals(name + " ok")) {
        // Why is among its errors, which come a moment later.
        jvm.awaitEnd();
      }
      assertEquals(jvm.toString(), name + " ok", line);
    }
    jvm.rest();
  }
}
