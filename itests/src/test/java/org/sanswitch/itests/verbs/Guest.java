package org.sanswitch.itests.verbs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sanswitch.itests.agent.PlainProgram;

/** The virtual machine: its device, and how programs are started in it. */
final class Guest {

  /** The IPv4 address of the device. */
  static final String ADDRESS = "10.77.0.1";

  /** The IPv6 address of the device. */
  static final String ADDRESS_6 = "fd77::1";

  /** What a route over RDMA begins with. */
  static final String PROVIDER = "verbs";

  private static final int BOUND_SECONDS = 60;

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
      .option("-Dsanswitch.start.millis=120000")
      .option("-Dsanswitch.connect.bound.millis=30000");
  }

  /** Runs a command that must succeed. */
  static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertTrue(List.of(command) + " did not end",
        process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS));
    assertEquals(List.of(command) + ": " + output, 0, process.exitValue());
    return output;
  }

  /**
   * Begins to remove the device. Soft-RoCE waits in the kernel until every process has closed it.
   */
  static Process beginRemoval() throws IOException {
    return new ProcessBuilder("rdma", "link", "delete", "rxe0").inheritIO().start();
  }

  static void addDevice() throws Exception {
    run("rdma", "link", "add", "rxe0", "type", "rxe", "netdev", "dummy0");
  }

  static void takeLink(String upOrDown) throws Exception {
    run("ip", "link", "set", "dummy0", upOrDown);
  }
}
