package org.sanswitch.itests.agent;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.api.RouteReason;
import plain.Pair;

/** What a user sets with -D reaches the emulated hardware, and never stops the program. */
public class FaultsByCommandLineIT {

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

  private static PlainProgram set(String setting) {
    return plain().withAgent().option("-Dsanswitch." + setting);
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

  private static void assertSaid(PlainJvm jvm, String line) throws Exception {
    assertTrue("'" + line + "' on standard error: " + jvm.errors(), jvm.errors().contains(line));
  }

  @Test
  public void faultsAreOnAndChangeNoByte() throws Exception {
    try (PlainJvm server = set("emu.fault.delay.micros=20-300").start("server");
        PlainJvm client = connect(set("emu.fault.wakeup.late.millis=2"), server)) {
      assertEquals(expected, results(server, client));
      assertSaid(server, "fault injection is ON: fault.delay.micros=20-300 (every connection)");
      assertSaid(client, "fault injection is ON: fault.wakeup.late.millis=2 (every connection)");
      client.report().assertOnly("emu", RouteReason.SAN);
    }
  }

  /** The accepting process has no memory to give; the connecting one is told, and uses TCP/IP. */
  @Test
  public void aServerWithoutMemoryIsReachedByTcp() throws Exception {
    try (PlainJvm server = set("emu.fault.registration.after=0").start("server");
        PlainJvm client = connect(plain().withAgent(), server)) {
      assertEquals(expected, results(server, client));
      client.report().assertOnlyTcp(RouteReason.NO_SHARED_MEMORY);
    }
  }

  @Test
  public void badSettingsAreToldAndTheDefaultsAreUsed() throws Exception {
    try (PlainJvm server = set("hal.tick.us=5").start("server");
        PlainJvm client = connect(set("emu.arena=7").option("-Dsanswitch.emu.arena.size=x"),
            server)) {
      assertEquals(expected, results(server, client));
      assertSaid(server,
          "sanswitch.hal.tick.us = '5' is not a whole number of 100 to 100000; 1000 is used");
      assertSaid(client,
          "sanswitch.emu.arena is not a setting and is ignored; there are arena.size");
      assertSaid(client,
          "sanswitch.emu.arena.size = 'x' is not a whole number of 65536 to 1073741824;"
              + " 4194304 is used");
      client.report().assertOnly("emu", RouteReason.SAN);
    }
  }
}
