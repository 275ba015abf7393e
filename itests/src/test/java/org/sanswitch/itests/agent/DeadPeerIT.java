package org.sanswitch.itests.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.api.RouteReason;
import org.sanswitch.rules.Rules;
import plain.Drain;

/** CLO-9: a client is killed; its server reads what was delivered, and then what TCP would give. */
public class DeadPeerIT {

  private static final int SIZE = 30_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** How a server saw the end. */
  private record End(long bytes, String end) {}

  private PlainProgram program(boolean agent) {
    PlainProgram program = new PlainProgram(folder.getRoot().toPath(), Drain.class);
    return agent ? program.withAgent() : program;
  }

  /** Sends {@code size} bytes from a client that is killed then, and reads only afterwards. */
  private End endAfterKill(boolean agent, int unread, int size) throws Exception {
    try (PlainJvm server = program(agent).start("server", unread, 0);
        PlainJvm client = program(agent).start("client", server.line(), size)) {
      assertEquals("accepted", server.line());
      assertEquals("sending", client.line());
      if (size > 0) {
        assertEquals("sent", client.line());
      }
      client.kill();
      server.say("read");
      List<String> results = server.rest();
      if (agent) {
        server.report().assertOnly("emu", RouteReason.SAN);
      }
      return new End(Long.parseLong(results.get(0).replace("read ", "")), results.get(1));
    }
  }

  @Rules("CLO-9")
  @Test
  public void whatWasDeliveredIsReadAndThenTheEndOfTheStream() throws Exception {
    End jdk = endAfterKill(false, 0, SIZE);
    assertEquals(new End(SIZE, "end of stream"), jdk);
    assertEquals(jdk, endAfterKill(true, 0, SIZE));
  }

  @Rules("CLO-9")
  @Test
  public void whatWasDeliveredIsReadAndThenAResetIfTheDeadSideLeftDataUnread() throws Exception {
    End jdk = endAfterKill(false, 1_000, SIZE);
    assertEquals(new End(SIZE, "java.net.SocketException: Connection reset"), jdk);
    assertEquals(jdk, endAfterKill(true, 1_000, SIZE));
  }

  /** LIS-4: what a killed server left behind leads nobody astray, and nobody into a wait. */
  @Rules("LIS-4")
  @Test
  public void theListenerOfADeadProcessIsNotReached() throws Exception {
    String port;
    try (PlainJvm dead = program(true).start("server", 0, 0)) {
      port = dead.line();
      dead.kill();
    }
    try (PlainJvm server = program(false).start("server", 0, port);
        PlainJvm client = program(true).start("client", server.line(), SIZE)) {
      assertEquals("accepted", server.line());
      assertEquals("sending", client.line());
      assertEquals("sent", client.line());
      client.kill();
      server.say("read");
      assertEquals(List.of("read " + SIZE, "end of stream"), server.rest());
    }
  }

  /** The bytes are compared with the pattern by the server, which fails at the first wrong one. */
  @Test
  public void aClientThatIsKilledWhileItSendsLeavesAPrefixOfWhatItSent() throws Exception {
    End end = endAfterKill(true, 0, 0);
    assertTrue(end.toString(), end.bytes() > 0);
    assertEquals("end of stream", end.end());
  }
}
