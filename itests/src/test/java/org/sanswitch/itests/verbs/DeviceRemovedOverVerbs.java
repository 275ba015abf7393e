package org.sanswitch.itests.verbs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.itests.verbs.Talker.Connection;

/** A device is pulled out under a live connection; both programs go on by TCP/IP. */
public class DeviceRemovedOverVerbs {

  private static final int SIZE = 100_000;
  private static final int BOUND_SECONDS = 60;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void itsConnectionsEndTheProgramsGoOnAndTheDeviceIsFreeWhenTheyHaveEnded()
      throws Exception {
    Path directory = folder.getRoot().toPath();
    Process removal;
    try (Talker server = Talker.start(directory, "server");
        Talker client = Talker.start(directory, "client")) {
      String port = server.line();
      assertEquals("ready", client.line());
      Connection connection = client.open(Guest.ADDRESS, port, "echo");
      client.echo(connection, SIZE);
      String provider = client.providerOf(connection);
      assertTrue(provider, provider.startsWith(Guest.PROVIDER));
      removal = Guest.beginRemoval();
      String end = server.end(connection);
      assertTrue(end, end.startsWith(SIZE + " "));
      client.assertFailed(client.ask("echo " + connection.id() + " " + SIZE));
      Connection other = client.open(Guest.ADDRESS, port, "echo");
      client.echo(other, SIZE);
      assertEquals("closed", client.ask("close " + other.id()));
      assertEquals(SIZE + " end of stream", server.end(other));
    }
    assertTrue("the device is still in use", removal.waitFor(BOUND_SECONDS, TimeUnit.SECONDS));
    assertEquals(0, removal.exitValue());
    Guest.addDevice();
  }
}
