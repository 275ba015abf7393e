package org.sanswitch.itests.verbs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.itests.verbs.Talker.Connection;
import org.sanswitch.rules.Rules;

/** A device that is there, and that this process may not use: programs go on, and the status says why. */
public class RefusedOverVerbs {

  private static final int SIZE = 100_000;

  /** Root may lock as much as it likes, and open everything, unless it has lost these capabilities. */
  private static final String WITHOUT_CAPABILITIES =
      " && exec setpriv --inh-caps=-ipc_lock,-dac_override --bounding-set=-ipc_lock,-dac_override"
          + " \"$@\"";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** Guard: the test's set-up writes it. */
  private Talker server;

  @Before
  public void startTheServer() throws Exception {
    server = Talker.start(folder.getRoot().toPath(), "server");
  }

  @After
  public void allowEverythingAgain() throws Exception {
    server.close();
    Guest.run("chmod", "666", "/dev/infiniband/uverbs0", "/dev/infiniband/rdma_cm");
  }

  /** A client after a command of the shell says this about the provider, and is connected all the same. */
  private void assertSays(String before, String... parts) throws Exception {
    assertSays(List.of("bash", "-c", before + WITHOUT_CAPABILITIES, "bash"), parts);
  }

  private void assertSays(List<String> command, String... parts) throws Exception {
    try (Talker client = Talker.startUnder(folder.getRoot().toPath(), "client",
        command.toArray(String[]::new))) {
      String port = server.line();
      assertEquals("ready", client.line());
      Connection connection = client.open(Guest.ADDRESS, port, "echo");
      client.echo(connection, SIZE);
      String found = client.providerOf(connection);
      assertTrue(found, !found.startsWith(Guest.PROVIDER));
      client.assertBundleIsActive("org.sanswitch.provider.verbs");
      String line = client.awaitProvider("NOT_READY");
      for (String part : parts) {
        assertTrue("'" + part + "' in " + line, line.contains(part));
      }
      assertEquals("closed", client.ask("close " + connection.id()));
    }
  }

  @Rules("INI-1")
  @Test
  public void tooLittleLockedMemoryIsToldWithTheLimit() throws Exception {
    assertSays("ulimit -l 64", "reason=LOCKED_MEMORY", "may lock 65536 bytes",
        "ulimit -l unlimited");
  }

  /** What cannot be loaded is the same as what is not there. */
  @Rules("INI-1")
  @Test
  public void aLibraryThatIsMissingIsToldWithItsPackages() throws Exception {
    assertSays(
        List.of("unshare", "--mount", "bash", "-c",
            "for each in /usr/lib/*/libibverbs.so.1; do"
                + " mount --bind /dev/null \"$(realpath $each)\" || exit; done; exec \"$@\"",
            "bash"),
        "reason=NO_LIBRARY", "libibverbs.so.1 cannot be loaded", "install rdma-core");
  }

  @Rules("INI-1")
  @Test
  public void aHostWithoutADeviceIsToldWithWhatToLoad() throws Exception {
    try {
      assertSays(List.of("bash", "-c", "rdma link delete rxe0 && exec \"$@\"", "bash"),
          "reason=NO_DEVICE", "load the driver of the hardware", "rdma link add rxe0");
    } finally {
      Guest.addDevice();
    }
  }

  @Rules("INI-1")
  @Test
  public void aDeviceThatMayNotBeOpenedIsTold() throws Exception {
    assertSays("chmod 000 /dev/infiniband/uverbs0", "reason=NO_PERMISSION", "/dev/infiniband");
  }

  @Rules("INI-1")
  @Test
  public void aConnectionManagerThatMayNotBeOpenedIsTold() throws Exception {
    assertSays("chmod 000 /dev/infiniband/rdma_cm", "reason=NO_PERMISSION", "/dev/infiniband");
  }

  /** The self-test starts programs of its own, which must not take longer than they do on real processors. */
  @Rules("INI-1")
  @Test
  public void theSelfTestSaysTheSame() throws Exception {
    String printed = Guest.run("bash", "-c", "ulimit -l 64" + WITHOUT_CAPABILITIES, "bash", "env",
        "JAVA_TOOL_OPTIONS=-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
        ProcessHandle.current().info().command().orElseThrow(), "-jar", Guest.SELFTEST, "selftest");
    String line = printed.lines()
      .filter(each -> each.startsWith("provider     verbs "))
      .findFirst()
      .orElse("");
    assertTrue(printed, line.contains("NOT_READY, reason LOCKED_MEMORY"));
    assertTrue(printed, line.contains("may lock 65536 bytes"));
    assertTrue(printed, printed.contains("selftest: ok\n"));
  }
}
