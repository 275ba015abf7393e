package org.sanswitch.itests.agent;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.api.RouteReason;
import plain.Pair;

/** A client and a server in two JVMs: whatever the route, they get what the JDK's sockets give. */
public class PairIT {

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  private static List<String> expected;

  @BeforeClass
  public static void askTheJdk() throws Exception {
    try (PlainJvm server = plain().start("server"); PlainJvm client = connect(plain(), server)) {
      expected = results(server, client);
    }
  }

  private static PlainProgram plain() {
    return new PlainProgram(FOLDER.getRoot().toPath(), Pair.class);
  }

  private static PlainJvm connect(PlainProgram program, PlainJvm server) throws Exception {
    String[] ports = server.line().split(" ");
    return program.start("client", ports[0], ports[1]);
  }

  private static List<String> results(PlainJvm server, PlainJvm client) throws Exception {
    List<String> results = new ArrayList<>(client.rest());
    results.addAll(server.rest());
    return results;
  }

  @Test
  public void withTheAgentOnBothSidesSharedMemoryGivesTheSame() throws Exception {
    try (PlainJvm server = plain().withAgent().start("server");
        PlainJvm client = connect(plain().withAgent(), server)) {
      assertEquals(expected, results(server, client));
      client.report().assertOnly("emu", RouteReason.SAN);
      server.report().assertOnly("emu", RouteReason.SAN);
    }
  }

  @Test
  public void aServerWithoutTheAgentIsReachedByTcp() throws Exception {
    try (PlainJvm server = plain().start("server");
        PlainJvm client = connect(plain().withAgent(), server)) {
      assertEquals(expected, results(server, client));
      client.report().assertOnlyTcp(RouteReason.PEER_HAS_NO_SWITCH);
    }
  }

  @Test
  public void aClientWithoutTheAgentReachesTheServerByTcp() throws Exception {
    try (PlainJvm server = plain().withAgent().start("server");
        PlainJvm client = connect(plain(), server)) {
      assertEquals(expected, results(server, client));
      server.report().assertOnlyTcp(RouteReason.PEER_HAS_NO_SWITCH);
    }
  }

  @Test
  public void withoutNativeAccessTcpGivesTheSame() throws Exception {
    try (PlainJvm server = plain().withAgent().start("server");
        PlainJvm client = connect(
            plain().withAgent().option("--illegal-native-access=deny"), server)) {
      assertEquals(expected, results(server, client));
      client.report().assertOnlyTcp(RouteReason.NO_PROVIDER);
      client.report().assertNotReady("emu", RouteReason.NATIVE_ACCESS_DENIED);
    }
  }
}
