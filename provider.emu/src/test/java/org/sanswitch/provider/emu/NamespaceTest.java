package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.rules.Rules;

/** LIS-4: two network namespaces that share the directory never reach each other. */
@Timeout(120)
@Rules("LIS-4")
class NamespaceTest {

  private static boolean run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (java.io.IOException e) {
      System.out.println("cannot run " + String.join(" ", command) + ": " + e);
      return false;
    }
  }

  @Test
  void neverReachesAProcessInAnotherNetworkNamespace() throws Exception {
    String name = "emu" + ProcessHandle.current().pid();
    boolean made = run("ip", "netns", "add", name);
    if (!made) {
      System.out.println("NETWORK NAMESPACES CANNOT BE MADE: isolation between them IS NOT TESTED");
    }
    assumeTrue(made, "network namespaces cannot be made here");
    try (Bench bench = new Bench()) {
      assumeTrue(run("ip", "-n", name, "link", "set", "lo", "up"), "no loopback interface");
      Bench.Host host = bench.host();
      // First the address and port here, without a switch: over there every port is free.
      ServerSocketChannel here = bench.tcp();
      InetSocketAddress to = Bench.address(here);
      try (EmuChild child =
          EmuChild.start(
              List.of("ip", "netns", "exec", name),
              List.of("--enable-native-access=ALL-UNNAMED"),
              bench.directory.toString(),
              "127.0.0.1",
              Integer.toString(to.getPort()),
              "0")) {
        assertEquals(to.getPort(), Integer.parseInt(child.expect("port")));
        // TCP/IP reaches the one here.
        assertNotReached(host, to);
        here.close();
        assertNotReached(host, to);
      }
    } finally {
      run("ip", "netns", "del", name);
    }
  }

  private static void assertNotReached(Bench.Host host, InetSocketAddress to) {
    AdapterException failed =
        assertThrows(
            AdapterException.class, () -> host.queuePair().connect(Bench.anyPort(), to));
    assertEquals(RouteReason.PEER_HAS_NO_SWITCH, failed.reason());
  }
}
