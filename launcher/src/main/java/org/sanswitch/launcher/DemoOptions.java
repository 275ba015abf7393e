package org.sanswitch.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The options of {@code sanswitch demo}. */
final class DemoOptions {

  private static final long LEAST = 100_000_000;

  /** The programs of the demo hold the file in one array, and a copy of it. */
  private static final long MOST = 1_000_000_000;

  private DemoOptions() {}

  /** The file to move. */
  static Path parse(List<String> options) throws UsageException, IOException {
    Path file = switch (options.size()) {
      case 0 -> Path.of(System.getProperty("java.home"), "lib", "modules");
      case 2 -> file(options);
      default -> throw new UsageException("unknown option: " + options.getFirst());
    };
    long size = Files.isRegularFile(file) ? Files.size(file) : 0;
    if (size < LEAST || size > MOST) {
      throw new UsageException(file + " has " + size + " bytes, but must be a file of " + LEAST
          + " to " + MOST);
    }
    return file;
  }

  private static Path file(List<String> options) throws UsageException {
    if (!options.getFirst().equals("--file")) {
      throw new UsageException("unknown option: " + options.getFirst());
    }
    return Path.of(options.getLast());
  }
}
