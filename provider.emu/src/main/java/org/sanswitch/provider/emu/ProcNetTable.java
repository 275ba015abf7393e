package org.sanswitch.provider.emu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;

/**
 * Reads TCP listeners from {@code /proc/net}: what {@link SockDiag} tells, where netlink cannot be
 * had. It costs milliseconds, since the kernel walks its table of connections too.
 */
final class ProcNetTable {

  /** What find returns when nobody listens. */
  static final long NONE = SockDiag.NONE;
  /** What find returns when the table cannot be read. */
  static final long UNAVAILABLE = SockDiag.UNAVAILABLE;
  /** What find returns when more than one socket listens at the winning address. */
  static final long AMBIGUOUS = -2;

  private static final String LISTEN = "0A";
  private static final String ANY4 = "00000000";
  private static final String ANY6 = ANY4.repeat(4);
  private static final int COLUMN_LOCAL = 1;
  private static final int COLUMN_STATE = 3;
  private static final int COLUMN_INODE = 9;

  private final Path directory;

  /** Reads the tables in a directory, {@code /proc/net} but in tests. */
  ProcNetTable(Path directory) {
    this.directory = directory;
  }

  /**
   * {@return the inode of the listener that the kernel would choose, NONE, AMBIGUOUS or UNAVAILABLE}
   *
   * @param address 4 or 16 bytes; all zero for listeners on the wildcard only
   * @param port the port
   */
  long find(byte[] address, int port) {
    try {
      List<String> tcp6 = rows("tcp6");
      if (address.length == 16) {
        long found = only(tcp6, hex(address), port);
        return found == NONE ? only(tcp6, ANY6, port) : found;
      }
      List<String> tcp = rows("tcp");
      String plain = hex(address);
      String mapped = ANY4.repeat(2) + hex(new byte[]{0, 0, -1, -1}) + plain;
      long found = only(tcp, plain, port);
      found = found == NONE ? only(tcp6, mapped, port) : found;
      found = found == NONE ? only(tcp, ANY4, port) : found;
      return found == NONE ? only(tcp6, ANY6, port) : found;
    } catch (IOException | RuntimeException e) {
      return UNAVAILABLE;
    }
  }

  /** Listening rows come first, so the rest is left out. */
  private List<String> rows(String name) throws IOException {
    Path table = directory.resolve(name);
    if (name.equals("tcp6") && !Files.exists(table)) {
      return List.of();
    }
    try (var lines = Files.lines(table, StandardCharsets.US_ASCII)) {
      return lines
        .skip(1)
        .map(String::strip)
        .takeWhile(row -> column(row, COLUMN_STATE).equals(LISTEN))
        .toList();
    }
  }

  private static long only(List<String> rows, String address, int port) {
    String wanted = address + String.format(Locale.ROOT, ":%04X", port);
    long found = NONE;
    for (String row : rows) {
      if (column(row, COLUMN_LOCAL).equals(wanted)) {
        if (found != NONE) {
          return AMBIGUOUS;
        }
        found = Integer.toUnsignedLong(Integer.parseUnsignedInt(column(row, COLUMN_INODE)));
      }
    }
    return found;
  }

  private static String column(String row, int index) {
    StringTokenizer columns = new StringTokenizer(row);
    for (int i = 0; i < index; i++) {
      var _ = columns.nextToken();
    }
    return columns.nextToken();
  }

  /** The kernel prints each 32 bits of a network-order address as a number of its own order. */
  private static String hex(byte[] address) {
    var words = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
    StringBuilder text = new StringBuilder();
    while (words.hasRemaining()) {
      text.append(String.format(Locale.ROOT, "%08X", words.getInt()));
    }
    return text.toString();
  }
}
