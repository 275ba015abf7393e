package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.sanswitch.fuzz.FuzzTarget;

/**
 * What the kernel says of its listeners, by netlink and in {@code /proc/net}: whatever it says, the
 * answer is an inode or one of the words for none, and nothing is thrown.
 *
 * <p>An input: which of the two (1), then the reply, or the tables tcp and tcp6 with a zero between
 * them.
 */
class KernelTablesFuzz extends FuzzTarget {

  private static final int REPLY_BOUND = 4096;
  private static final int REPLY_LEAST = 20;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final MemorySegment REPLY = Arena.ofAuto().allocate(REPLY_BOUND, 8);
  private static final Path TABLES = directory();

  private static Path directory() {
    try {
      Path made = Files.createTempDirectory("tables");
      made.toFile().deleteOnExit();
      for (String name : new String[]{"tcp", "tcp6"}) {
        made.resolve(name).toFile().deleteOnExit();
      }
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    if ((input[0] & 1) == 0) {
      reply(rest);
    } else {
      tables(rest);
    }
  }

  private static void reply(byte[] bytes) {
    int length = Math.min(bytes.length, REPLY_BOUND);
    if (length >= REPLY_LEAST) {
      MemorySegment.copy(bytes, 0, REPLY, ValueLayout.JAVA_BYTE, 0, length);
      assertAnswer(SockDiag.decode(REPLY, length));
    }
  }

  private static void tables(byte[] bytes) throws IOException {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    Files.write(TABLES.resolve("tcp"), Arrays.copyOf(bytes, end));
    Files.write(
        TABLES.resolve("tcp6"),
        Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length));
    ProcNetTable table = new ProcNetTable(TABLES);
    long found = table.find(LOOPBACK, 80);
    assertTrue(found == ProcNetTable.AMBIGUOUS || assertAnswer(found));
    assertEquals(found, table.find(LOOPBACK, 80));
    long found6 = table.find(new byte[16], 80);
    assertTrue(found6 == ProcNetTable.AMBIGUOUS || assertAnswer(found6));
  }

  private static boolean assertAnswer(long found) {
    assertTrue(
        found >= 0 && found <= 0xFFFF_FFFFL || found == SockDiag.UNAVAILABLE, () -> "" + found);
    return true;
  }
}
