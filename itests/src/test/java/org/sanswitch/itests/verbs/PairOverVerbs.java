package org.sanswitch.itests.verbs;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.itests.agent.PlainJvm;
import org.sanswitch.itests.agent.PlainProgram;
import plain.Pair;

/**
 * A client and a server, unmodified, in two JVMs: 16 MiB each way with SHA-256, requests, half close,
 * reset, time-outs, urgent data and channels give over verbs what the JDK's sockets give.
 */
public class PairOverVerbs {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private PlainProgram accelerated() {
    return Guest.accelerated(folder.getRoot().toPath(), Pair.class, Guest.ADDRESS);
  }

  private PlainProgram plain() {
    return Guest.program(folder.getRoot().toPath(), Pair.class, Guest.ADDRESS);
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
  public void twoProgramsGetWhatTheJdksSocketsGive() throws Exception {
    List<String> expected;
    try (PlainJvm server = plain().start("server"); PlainJvm client = connect(plain(), server)) {
      expected = results(server, client);
    }
    try (PlainJvm server = accelerated().start("server");
        PlainJvm client = connect(accelerated(), server)) {
      assertEquals(expected, results(server, client));
      client.report().assertOnlySan(Guest.PROVIDER);
      server.report().assertOnlySan(Guest.PROVIDER);
    }
  }
}
