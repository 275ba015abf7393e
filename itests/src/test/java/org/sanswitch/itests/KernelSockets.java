package org.sanswitch.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells what a socket is that a descriptor leads to: its line in the kernel's tables. */
final class KernelSockets {

  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
  private static final List<String> TABLES =
      List.of("tcp", "tcp6", "unix", "netlink", "udp", "udp6");

  private KernelSockets() {}

  /**
   * {@return the target itself, and for a socket its table and line, or that no table has it: it was
   * made and then neither bound nor connected, or the other end has gone}
   *
   * @param target of a link in {@code /proc/self/fd}
   */
  static String describe(String target) {
    Matcher socket = SOCKET.matcher(target);
    if (!socket.matches()) {
      return target;
    }
    Pattern inode = Pattern.compile("(^|\\s)" + socket.group(1) + "(\\s|$)");
    return TABLES.stream()
      .flatMap(table -> lines(table, inode))
      .findFirst()
      .map(line -> target + " = " + line)
      .orElse(target + " in no table");
  }

  private static Stream<String> lines(String table, Pattern inode) {
    try {
      return Files.readAllLines(Path.of("/proc/self/net", table))
        .stream()
        .filter(line -> inode.matcher(line).find())
        .map(line -> table + ": " + line.strip());
    } catch (IOException e) {
      return Stream.of();
    }
  }
}
