package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sanswitch.rules.Rules;

/** The tables of the kernel, where netlink cannot be had. */
class ProcNetTableTest {

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final byte[] OTHER = {10, 0, 0, 1};

  @TempDir Path directory;

  private static String row(String local, String state, long inode) {
    return "   0: " + local + " 00000000:0000 " + state
        + " 00000000:00000000 00:00000000 00000000     0        0 " + inode + " 1 0 100 0 0 10 0\n";
  }

  @BeforeEach
  void littleEndianOnly() {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN);
  }

  private ProcNetTable table(String tcp, String tcp6) throws Exception {
    Files.writeString(directory.resolve("tcp"), "header\n" + tcp);
    Files.writeString(directory.resolve("tcp6"), "header\n" + tcp6);
    return new ProcNetTable(directory);
  }

  /** LIS-4: the most specific address wins, in the order of the kernel. */
  @Rules("LIS-4")
  @Test
  void choosesTheMostSpecificAddress() throws Exception {
    String any4 = row("00000000:0050", "0A", 3);
    String mapped = row("0000000000000000FFFF00000100007F:0050", "0A", 2);
    String any6 = row("00000000000000000000000000000000:0050", "0A", 4);
    assertEquals(
        1, table(row("0100007F:0050", "0A", 1) + any4, mapped + any6).find(LOOPBACK, 80));
    assertEquals(2, table(any4, mapped + any6).find(LOOPBACK, 80));
    assertEquals(3, table(any4, mapped + any6).find(OTHER, 80));
    assertEquals(4, table("", any6).find(LOOPBACK, 80));
    assertEquals(ProcNetTable.NONE, table("", any6).find(LOOPBACK, 81));
    assertEquals(4, table(any4, any6).find(new byte[16], 80));
  }

  @Test
  void saysThatTwoListenersShareAnAddress() throws Exception {
    String row = row("0100007F:0050", "0A", 1) + row("0100007F:0050", "0A", 2);
    assertEquals(ProcNetTable.AMBIGUOUS, table(row, "").find(LOOPBACK, 80));
  }

  @Test
  void looksAtListenersOnly() throws Exception {
    String row = row("0100007F:0051", "01", 1) + row("0100007F:0050", "0A", 2);
    assertEquals(ProcNetTable.NONE, table(row, "").find(LOOPBACK, 80));
  }

  @Test
  void saysThatTheTablesCannotBeRead() {
    assertEquals(
        ProcNetTable.UNAVAILABLE, new ProcNetTable(directory.resolve("no")).find(LOOPBACK, 80));
  }

  /** Both ways to ask the kernel agree. */
  @Test
  void agreesWithNetlink() throws Exception {
    ProcNetTable table = new ProcNetTable(Path.of("/proc/net"));
    try (SockDiag kernel = new SockDiag();
        ServerSocketChannel one = ServerSocketChannel.open();
        ServerSocketChannel two = ServerSocketChannel.open()) {
      one.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      two.bind(new InetSocketAddress(0));
      for (ServerSocketChannel each : new ServerSocketChannel[]{one, two}) {
        int port = ((InetSocketAddress) each.getLocalAddress()).getPort();
        for (byte[] address : new byte[][]{LOOPBACK, new byte[4], new byte[16]}) {
          long found = kernel.find(address, port);
          org.junit.jupiter.api.Assumptions.assumeTrue(
              found != SockDiag.UNAVAILABLE, "the kernel has no netlink for sockets");
          assertEquals(table.find(address, port), found);
        }
      }
    }
  }
}
