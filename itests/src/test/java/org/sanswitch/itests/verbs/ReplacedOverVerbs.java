package org.sanswitch.itests.verbs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.itests.verbs.Talker.Connection;
import org.sanswitch.rules.Rules;

/** The provider's bundle is stopped, started and replaced while the device carries connections. */
public class ReplacedOverVerbs {

  private static final int SIZE = 100_000;
  private static final int TIMES = 3;
  private static final String BUNDLE = "org.sanswitch.provider.verbs";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** Guard: the test's set-up writes it. */
  private Talker server;
  /** Guard: the test's set-up writes it. */
  private Talker client;
  /** Guard: the test's set-up writes it. */
  private String port;

  @Before
  public void startThePrograms() throws Exception {
    Path directory = folder.getRoot().toPath();
    server = Talker.start(directory, "server");
    client = Talker.start(directory, "client");
    port = server.line();
    assertEquals("ready", client.line());
  }

  @After
  public void endThePrograms() {
    client.close();
    server.close();
  }

  /** What is done to the bundle ends the connection at both ends, and no other. */
  private void endsAConnectionBy(String command) throws Exception {
    Connection connection = client.open(Guest.ADDRESS, port, "echo");
    client.echo(connection, SIZE);
    String provider = client.providerOf(connection);
    assertTrue(provider, provider.startsWith(Guest.PROVIDER));
    client.command(command);
    client.assertFailed(client.ask("echo " + connection.id() + " " + SIZE));
    String end = server.end(connection);
    assertTrue(end, end.startsWith(SIZE + " "));
  }

  @Rules({"CLO-5", "INI-5"})
  @Test
  public void aLiveDeviceIsUsedAgainByEachVersionOfTheBundle() throws Exception {
    endsAConnectionBy("bundle stop " + BUNDLE);
    Connection other = client.open(Guest.ADDRESS, port, "echo");
    client.echo(other, SIZE);
    String provider = client.providerOf(other);
    assertFalse(provider, provider.startsWith(Guest.PROVIDER));
    client.command("bundle start " + BUNDLE);
    client.awaitVerbs(server, port, SIZE);
    for (int i = 0; i < TIMES; i++) {
      endsAConnectionBy("bundle update " + BUNDLE + " " + Guest.BUNDLE);
      client.awaitVerbs(server, port, SIZE);
    }
    client.echo(other, SIZE);
    assertEquals("closed", client.ask("close " + other.id()));
    assertEquals(2 * SIZE + " end of stream", server.end(other));
  }
}
