package org.sanswitch.itests.verbs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.itests.verbs.Talker.Connection;
import org.sanswitch.rules.Rules;

/** What happens to connections over verbs when a process or the link goes away. */
public class EndsOverVerbs {

  private static final int SIZE = 100_000;
  private static final int MUCH = 3_000_000;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  /** Guard: the class's set-up writes it before the tests read it. */
  private static Talker server;
  /** Guard: as {@link #server}. */
  private static String port;

  /** Guard: the test's set-up writes it. */
  private Talker client;

  @BeforeClass
  public static void startTheServer() throws Exception {
    server = Talker.start(directory(), "server");
    port = server.line();
  }

  @AfterClass
  public static void endTheServer() {
    if (server != null) {
      server.close();
    }
  }

  @Before
  public void startAClient() throws Exception {
    client = Talker.start(directory(), "client");
    assertEquals("ready", client.line());
  }

  @After
  public void endTheClient() {
    client.close();
  }

  private static Path directory() {
    return FOLDER.getRoot().toPath();
  }

  private Connection openOverVerbs(String mode) throws Exception {
    Connection connection = client.open(Guest.ADDRESS, port, mode);
    assertTrue(client.providerOf(connection),
        client.providerOf(connection).startsWith(Guest.PROVIDER));
    return connection;
  }

  @Rules("CLO-9")
  @Test
  public void theConnectionOfAKilledProcessEndsAndNothingDeliveredIsLost() throws Exception {
    Connection connection = openOverVerbs("echo");
    client.echo(connection, SIZE);
    client.kill();
    String end = server.end(connection);
    // A reset if it was killed before it had acknowledged the last bytes, which takes 10 ms and more here.
    assertTrue(end, end.equals(SIZE + " end of stream")
        || end.equals(SIZE + " java.net.SocketException: Connection reset"));
  }

  @Test
  public void whatAProgramWroteArrivesAlthoughItEndsWithoutClosing() throws Exception {
    Connection connection = openOverVerbs("sink");
    assertEquals("sent " + MUCH, client.ask("send " + connection.id() + " " + MUCH));
    client.say("leave");
    assertEquals(MUCH + " end of stream", server.end(connection));
    client.jvm().rest();
  }

  /** It goes on, or both ends hear that it has ended; later connections go over verbs again. */
  @Test
  public void aLinkThatIsTakenDownAndUpLeavesNoConnectionHanging() throws Exception {
    Connection connection = openOverVerbs("echo");
    client.echo(connection, SIZE);
    Guest.takeLinkDown();
    client.say("echo " + connection.id() + " " + SIZE);
    Guest.takeLinkUp();
    String answer = client.line();
    if (answer.equals("echoed " + SIZE)) {
      assertEquals("closed", client.ask("close " + connection.id()));
      assertEquals(2 * SIZE + " end of stream", server.end(connection));
    } else {
      client.assertFailed(answer);
      String end = server.end(connection);
      assertTrue(end, end.contains("Exception") || end.contains("end of stream"));
    }
    client.awaitVerbs(server, port, SIZE);
  }
}
