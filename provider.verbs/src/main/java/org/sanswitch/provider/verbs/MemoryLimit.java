package org.sanswitch.provider.verbs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The limit of memory that this process may lock: registered memory is locked. */
final class MemoryLimit {

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String LINE = "max locked memory";

  private MemoryLimit() {}

  /** {@return what an operator can do where memory cannot be registered} */
  static String advice() {
    return "; this process may lock " + text()
        + " (raise it: 'ulimit -l unlimited', memlock in limits.conf, LimitMEMLOCK=infinity of"
        + " systemd, --ulimit memlock=-1 of a container)";
  }

  /** {@return the limit in words} */
  static String text() {
    try {
      for (String line : Files.readAllLines(LIMITS)) {
        if (line.toLowerCase(Locale.ROOT).startsWith(LINE)) {
          return inWords(line.substring(LINE.length()).strip().split("\\s+")[0]);
        }
      }
    } catch (IOException e) {
      return "an unknown amount of memory";
    }
    return "an unknown amount of memory";
  }

  private static String inWords(String soft) {
    return soft.equals("unlimited") ? "memory without limit" : soft + " bytes";
  }
}
