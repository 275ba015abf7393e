package org.sanswitch.launcher.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sanswitch.launcher.agent.ChildJvm.Result;
import org.sanswitch.launcher.programs.NativeAccess;

/** The agent and the JVM's rules for native access. */
class NativeAccessIT {

  private static final String DENY = "--illegal-native-access=deny";

  @TempDir private Path directory;

  @Test
  void theAgentAllowsNativeAccessWithoutAWarning() throws Exception {
    Result result =
        ChildJvm.with(AgentJars.withFakeSwitch(directory), directory).run(NativeAccess.class).ok();
    assertEquals("allowed\n", result.out());
    assertEquals("", result.err());
  }

  @Test
  void whereItIsForbiddenItStaysSoAndOneLineSaysIt() throws Exception {
    Result result = ChildJvm.with(AgentJars.withFakeSwitch(directory), directory)
      .option(DENY)
      .run(NativeAccess.class)
      .ok();
    assertEquals("forbidden\n", result.out());
    assertTrue(result.err().matches("sanswitch: native access is forbidden .*\n"), result.err());
  }

  @Test
  void whereTheUserAllowsItNothingIsSaid() throws Exception {
    Result result = ChildJvm.with(AgentJars.withFakeSwitch(directory), directory)
      .option(DENY)
      .option("--enable-native-access=ALL-UNNAMED")
      .run(NativeAccess.class)
      .ok();
    assertEquals("allowed\n", result.out());
    assertEquals("", result.err());
  }
}
