package org.sanswitch.itests.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.api.RouteReason;
import plain.Checks;

/** The switch without the agent: its providers of channels are named on the command line. */
public class ByClassNameIT {

  private static final String BOOT = "org.sanswitch.launcher.boot.";
  private static final String SELECTOR =
      "-Djava.nio.channels.spi.SelectorProvider=" + BOOT + "BootSelectorProvider";
  private static final String ASYNCHRONOUS = "-Djava.nio.channels.spi.AsynchronousChannelProvider="
      + BOOT + "BootAsynchronousChannelProvider";
  private static final String EXPORTS = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";

  /** Checks of channels only. */
  private static final String[] CHANNELS =
      {"heapBuffersPassUnchanged", "closeEndsABlockedChannelRead"};
  private static final String[] ASYNCHRONOUS_CHANNELS =
      {"asynchronousTransfersKeepTheOrder", "aGroupOfTwoThreadsServesManyConnections"};

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PlainProgram program() {
    return new PlainProgram(folder.getRoot().toPath(), Checks.class)
      .withJar(PlainProgram.agentJar())
      .option("--enable-native-access=ALL-UNNAMED");
  }

  private static void assertSan(PlainJvm jvm, String... checks) throws Exception {
    for (String check : checks) {
      assertEquals(jvm.toString(), check + " ok", jvm.line());
    }
    jvm.rest();
    jvm.report().assertOnly("emu", RouteReason.SAN);
    assertTrue(jvm.report().toString(), jvm.report()
      .lines()
      .contains("sanswitch: java.net sockets are left alone: there is no agent"));
  }

  @Test
  public void channelsGoOverASan() throws Exception {
    try (PlainJvm jvm =
        program().option(SELECTOR).option(EXPORTS).start((Object[]) CHANNELS)) {
      assertSan(jvm, CHANNELS);
    }
  }

  @Test
  public void asynchronousChannelsGoOverASan() throws Exception {
    try (PlainJvm jvm = program().option(ASYNCHRONOUS)
      .option(EXPORTS)
      .start((Object[]) ASYNCHRONOUS_CHANNELS)) {
      assertSan(jvm, ASYNCHRONOUS_CHANNELS);
    }
  }

  @Test
  public void bothAreOneSwitch() throws Exception {
    try (PlainJvm jvm = program().option(SELECTOR)
      .option(ASYNCHRONOUS)
      .option(EXPORTS)
      .start(CHANNELS[0], ASYNCHRONOUS_CHANNELS[0])) {
      assertSan(jvm, CHANNELS[0], ASYNCHRONOUS_CHANNELS[0]);
    }
  }

  @Test
  public void theAgentIsEnoughForBoth() throws Exception {
    try (PlainJvm jvm =
        program().withAgent().option(SELECTOR).start(CHANNELS[0], ASYNCHRONOUS_CHANNELS[0])) {
      assertEquals(jvm.toString(), CHANNELS[0] + " ok", jvm.line());
      assertEquals(jvm.toString(), ASYNCHRONOUS_CHANNELS[0] + " ok", jvm.line());
      jvm.rest();
      jvm.report().assertOnly("emu", RouteReason.SAN);
      assertEquals("", jvm.errors());
    }
  }

  @Test
  public void whatTheCommandLineLacksIsSaidAtTheFirstChannel() throws Exception {
    for (String property : List.of(SELECTOR, ASYNCHRONOUS)) {
      try (PlainJvm jvm =
          program().option(property).start(CHANNELS[0], ASYNCHRONOUS_CHANNELS[0])) {
        jvm.awaitEnd();
        assertTrue(jvm.errors(), jvm.errors()
          .contains("needs --add-exports java.base/sun.nio.ch=ALL-UNNAMED on the command line"));
      }
    }
  }
}
