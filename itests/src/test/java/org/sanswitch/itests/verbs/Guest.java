package org.sanswitch.itests.verbs;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sanswitch.itests.agent.PlainProgram;

/** The virtual machine: its device, and how programs are started in it. */
final class Guest {

  /** The IPv4 address of the device. */
  static final String ADDRESS = "10.77.0.1";

  /** The IPv6 address of the device. */
  static final String ADDRESS_6 = "fd77::1";

  /** What a route over RDMA begins with. */
  static final String PROVIDER = "verbs";

  /** The jar of the provider's bundle. */
  static final String BUNDLE = System.getProperty("verbs.bundle");

  /** The jar with the self-test. */
  static final String SELFTEST = System.getProperty("verbs.selftest");

  private static final String BOUND_SECONDS = "150";

  private Guest() {}

  /** {@return a program whose JVM costs little on an emulated processor} */
  static PlainProgram program(Path directory, Class<?> main, String address) {
    return new PlainProgram(directory, main).option("-XX:+UseSerialGC")
      .option("-XX:TieredStopAtLevel=1")
      .option("-Dplain.address=" + address);
  }

  /** {@return the same with the agent, and with time for what takes longer here} */
  static PlainProgram accelerated(Path directory, Class<?> main, String address) {
    return program(directory, main, address).withAgent()
      .option("-Dsanswitch.start.millis=120000");
  }

  /** {@return what a command prints, which must succeed in time} */
  static String run(String... command) throws IOException, InterruptedException {
    List<String> bounded = new ArrayList<>(List.of("timeout", BOUND_SECONDS));
    bounded.addAll(List.of(command));
    Process process = new ProcessBuilder(bounded).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    assertEquals(List.of(command) + ": " + output, 0, process.exitValue());
    return output;
  }

  /** Removes the device; the kernel waits in it until every process has closed the device. */
  static void removeDevice() throws Exception {
    run("rdma", "link", "delete", "rxe0");
  }

  static void addDevice() throws Exception {
    run("rdma", "link", "add", "rxe0", "type", "rxe", "netdev", "dummy0");
  }

  static void takeLinkDown() throws Exception {
    run("ip", "link", "set", "dummy0", "down");
  }

  /** Also brings the IPv6 address back, which the kernel has taken away with the link. */
  static void takeLinkUp() throws Exception {
    run("ip", "link", "set", "dummy0", "up");
    run("ip", "-6", "addr", "replace", ADDRESS_6 + "/64", "dev", "dummy0", "nodad");
  }
}
