package org.sanswitch.itests.agent;

import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.api.RouteReason;
import org.sanswitch.itests.Await;
import plain.Crowd;

/**
 * Very many connections between two JVMs, through one Selector in each, over shared memory. {@code
 * -Dcrowd.idle=10000} makes the full number.
 */
public class CrowdIT {

  private static final int IDLE = Integer.getInteger("crowd.idle", 1_000);
  private static final int BUSY = 100;
  private static final int BYTES_OF_BUSY = Integer.getInteger("crowd.bytes", 200_000);
  private static final int WARM = 50;
  private static final int REST_MS = 3_000;
  private static final int RESTS = 10;

  /** Of one processor, for both JVMs: their timers tick, however many connections there are. */
  private static final double MOST_CPU = 0.05;

  /** Descriptors and mappings that come and go by themselves: logs, threads, the collector. */
  private static final int SLACK = 40;

  /** A connecting end over shared memory: the handshake's socket, and TCP/IP's. */
  private static final int DESCRIPTORS_OF_CLIENT = 2;

  private static final int DESCRIPTORS_OF_JVM = 100;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** What a process holds. */
  private record Stock(long descriptors, long mappings, long heapKib, long residentKib,
      long threads) {

    static Stock of(PlainJvm jvm) throws Exception {
      jvm.say("stock");
      long[] n = Arrays.stream(jvm.line().split(" ")).mapToLong(Long::parseLong).toArray();
      return new Stock(n[0], n[1], n[2], n[3], n[4]);
    }

    boolean isBackAt(Stock before) {
      return descriptors <= before.descriptors + SLACK && mappings <= before.mappings + SLACK;
    }
  }

  /** A JVM takes all that it may have by itself, so only the hard limit counts. */
  private static void assertEnoughDescriptors() throws Exception {
    long needed = (long) DESCRIPTORS_OF_CLIENT * (BUSY + IDLE) + DESCRIPTORS_OF_JVM;
    for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
      if (line.startsWith("Max open files")) {
        String hard = line.split("\\s{2,}")[2];
        assertTrue(
            BUSY + IDLE + " connections need " + needed
                + " descriptors in the client, the hard limit is "
                + hard + ": raise it (ulimit -Hn), or make fewer by -Dcrowd.idle",
            hard.equals("unlimited") || Long.parseLong(hard) >= needed);
      }
    }
  }

  private static void ask(PlainJvm client, String command) throws Exception {
    client.say(command);
    String answer = client.line();
    assertTrue(answer, answer.startsWith(command));
    System.out.println(answer);
  }

  private static void print(String when, PlainJvm server, PlainJvm client) throws Exception {
    System.out.println(when + ": server " + Stock.of(server) + ", client " + Stock.of(client));
  }

  /** A connection that has ended gives back everything, though not at once. */
  private static void assertBack(Stock before, PlainJvm jvm) throws Exception {
    Await.value("no more than " + before + " of " + jvm, () -> Stock.of(jvm),
        now -> now.isBackAt(before));
  }

  private static long cpuMs(PlainJvm jvm) throws Exception {
    jvm.say("cpu");
    return Long.parseLong(jvm.line());
  }

  /** The compilers of the JVMs have to come to rest too, so the least of several times counts. */
  private static void assertSleepsWhileAllRest(PlainJvm server, PlainJvm client) throws Exception {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < RESTS && least > REST_MS * MOST_CPU; i++) {
      long before = cpuMs(server) + cpuMs(client);
      ask(client, "rest " + REST_MS);
      least = Math.min(least, cpuMs(server) + cpuMs(client) - before);
      System.out.println("both took at the least " + least + " ms of processor time meanwhile");
    }
    assertTrue(least + " ms of processor time in " + REST_MS + " ms of rest",
        least <= REST_MS * MOST_CPU);
  }

  @Test
  public void idleConnectionsDoNotHinderBusyOnesAndAnswerAtTheEnd() throws Exception {
    assertEnoughDescriptors();
    PlainProgram program = new PlainProgram(folder.getRoot().toPath(), Crowd.class).withAgent();
    try (PlainJvm server = program.start("server");
        PlainJvm client = program.start("client", server.line())) {
      ask(client, "connect " + WARM);
      ask(client, "talk " + WARM + " " + BYTES_OF_BUSY);
      ask(client, "close");
      List<Stock> before = List.of(Stock.of(server), Stock.of(client));
      print("before", server, client);

      ask(client, "connect " + (BUSY + IDLE));
      print("connected", server, client);
      assertSleepsWhileAllRest(server, client);
      ask(client, "talk " + BUSY + " " + BYTES_OF_BUSY);
      ask(client, "talk " + (BUSY + IDLE) + " " + 1_000);
      print("after all have talked", server, client);
      ask(client, "close");
      assertBack(before.get(0), server);
      assertBack(before.get(1), client);
      print("closed", server, client);

      client.end();
      client.report().assertOnly("emu", RouteReason.SAN);
      server.end();
      server.report().assertOnly("emu", RouteReason.SAN);
    }
  }
}
