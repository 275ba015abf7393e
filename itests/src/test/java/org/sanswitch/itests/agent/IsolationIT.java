package org.sanswitch.itests.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.api.RouteReason;
import org.sanswitch.rules.Rules;
import plain.Checks;
import plain.Drain;
import plain.Pair;

/** Namespaces: what a container has of its own, and what it shares with the host. */
public class IsolationIT {

  private static final int SIZE = 20_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PlainProgram program(Class<?> main) {
    return new PlainProgram(folder.getRoot().toPath(), main).withAgent();
  }

  /** NO_SHARED_MEMORY: there is no room in /dev/shm, as in a container with a small one. */
  @Test
  public void aFullDevShmLeavesTcpWithTheReason() throws Exception {
    String[] small = {"unshare", "-m", "sh", "-c",
        "mount -t tmpfs -o size=64k tmpfs /dev/shm && exec \"$@\"", "sh"};
    assumeWorks(small);
    try (PlainJvm server = program(Drain.class).under(small).start("server", 0, 0);
        PlainJvm client = program(Drain.class).start("client", server.line(), SIZE)) {
      assertEquals("accepted", server.line());
      assertEquals("sending", client.line());
      assertEquals("sent", client.line());
      client.kill();
      server.say("read");
      assertEquals(List.of("read " + SIZE, "end of stream"), server.rest());
    }
    try (PlainJvm jvm = program(Checks.class).under(small)
      .start("oddSizesComeBackAsTheyWere",
          "requestsAreAnsweredOneByOne", "virtualThreadsServeManyConnections")) {
      jvm.rest();
      jvm.report().assertNoSan();
      jvm.report().assertHas("tcp " + RouteReason.NO_SHARED_MEMORY);
    }
  }

  /** LIS-4: a SAN never reaches another process than TCP would, whatever directories are shared. */
  @Rules("LIS-4")
  @Test
  public void aListenerInAnotherNetworkNamespaceIsNotReached() throws Exception {
    String[] network =
        {"unshare", "-n", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"};
    assumeWorks(network);
    try (PlainJvm server = program(Pair.class).under(network).start("server")) {
      String[] ports = server.line().split(" ");
      try (PlainJvm client = program(Pair.class).start("client", ports[0], ports[1])) {
        client.awaitEnd();
        assertTrue(client.errors(), client.errors().contains("Connection refused"));
        client.report().assertNoSan();
      }
    }
  }

  /** Nothing is shared with other users; what they listen on is reached by TCP. */
  @Test
  public void aProcessOfAnotherUserIsReachedByTcp() throws Exception {
    String[] nobody = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    Path root = folder.getRoot().toPath();
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));
    assumeWorks("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "test", "-w",
        root.toString(), "-a", "-r", PlainProgram.agentJar().toString(), "-a");
    try (PlainJvm server = program(Drain.class).under(nobody).start("server", 0, 0);
        PlainJvm client = program(Drain.class).start("client", server.line(), SIZE)) {
      assertEquals("accepted", server.line());
      assertEquals("sending", client.line());
      assertEquals("sent", client.line());
      client.kill();
      server.say("read");
      assertEquals(List.of("read " + SIZE, "end of stream"), server.rest());
      server.report().assertNoSan();
    }
  }

  private static void assumeWorks(String... command) throws Exception {
    List<String> probe = new java.util.ArrayList<>(List.of(command));
    probe.add("true");
    boolean works;
    try {
      Process process = new ProcessBuilder(probe).inheritIO().start();
      works = process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
      process.destroyForcibly();
    } catch (java.io.IOException e) {
      works = false;
    }
    if (!works) {
      System.err.println("NOT RUN, needs root and unshare: " + IsolationIT.class + " " + probe);
    }
    assumeTrue("needs root and " + Path.of(command[0]), works);
  }
}
