package org.sanswitch.itests.verbs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.itests.verbs.Talker.Connection;
import org.sanswitch.rules.Rules;

/**
 * A device is pulled out under a live connection. Soft-RoCE waits in the kernel until nobody has it open any
 * more, so that the removal ends only if all programs let go of it, those without a connection as well.
 */
public class DeviceRemovedOverVerbs {

  private static final int SIZE = 100_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Rules({"CLO-2", "INI-5"})
  @Test
  public void itsConnectionsEndTheProgramsGoOnAndUseItAgainWhenItIsBack() throws Exception {
    Path directory = folder.getRoot().toPath();
    try (Talker server = Talker.start(directory, "server");
        Talker client = Talker.start(directory, "client");
        Talker idle = Talker.start(directory, "client")) {
      String port = server.line();
      assertEquals("ready", client.line());
      assertEquals("ready", idle.line());
      Connection before = idle.open(Guest.ADDRESS, port, "echo");
      idle.echo(before, SIZE);
      assertVerbs(true, idle.providerOf(before));
      assertEquals("closed", idle.ask("close " + before.id()));
      assertEquals(SIZE + " end of stream", server.end(before));
      Connection connection = client.open(Guest.ADDRESS, port, "echo");
      client.echo(connection, SIZE);
      assertVerbs(true, client.providerOf(connection));
      Guest.removeDevice();
      String end = server.end(connection);
      assertTrue(end, end.startsWith(SIZE + " "));
      client.assertFailed(client.ask("echo " + connection.id() + " " + SIZE));
      Connection other = client.open(Guest.ADDRESS, port, "echo");
      client.echo(other, SIZE);
      assertVerbs(false, client.providerOf(other));
      Guest.addDevice();
      client.awaitVerbs(server, port, SIZE);
      idle.awaitVerbs(server, port, SIZE);
      client.echo(other, SIZE);
      assertEquals("closed", client.ask("close " + other.id()));
      assertEquals(2 * SIZE + " end of stream", server.end(other));
    }
  }

  private static void assertVerbs(boolean expected, String provider) {
    if (expected) {
      assertTrue(provider, provider.startsWith(Guest.PROVIDER));
    } else {
      assertFalse(provider, provider.startsWith(Guest.PROVIDER));
    }
  }
}
