package org.sanswitch.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The options of {@code sanswitch demo}.
 *
 * @param file the file to move
 * @param rows how many rows go into the database
 */
record DemoOptions(Path file, int rows) {

  private static final long LEAST_BYTES = 100_000_000;

  /** The programs of the demo hold the file in one array, and a copy of it. */
  private static final long MOST_BYTES = 1_000_000_000;

  private static final int DEFAULT_ROWS = 100_000;

  /** The database and its client hold all rows in memory. */
  private static final int MOST_ROWS = 500_000;

  static DemoOptions parse(List<String> options) throws UsageException, IOException {
    Path file = Path.of(System.getProperty("java.home"), "lib", "modules");
    int rows = DEFAULT_ROWS;
    for (int i = 0; i < options.size(); i += 2) {
      String name = options.get(i);
      switch (name) {
        case "--file" -> file = Path.of(value(options, i));
        case "--rows" -> rows = rows(value(options, i));
        default -> throw new UsageException("unknown option: " + name);
      }
    }
    long size = Files.isRegularFile(file) ? Files.size(file) : 0;
    if (size < LEAST_BYTES || size > MOST_BYTES) {
      throw new UsageException(file + " has " + size + " bytes, but must be a file of "
          + LEAST_BYTES + " to " + MOST_BYTES);
    }
    return new DemoOptions(file, rows);
  }

  private static String value(List<String> options, int at) throws UsageException {
    if (at + 1 == options.size()) {
      throw new UsageException("a value is missing after " + options.get(at));
    }
    return options.get(at + 1);
  }

  private static int rows(String value) throws UsageException {
    try {
      int rows = Integer.parseInt(value);
      if (rows >= 1 && rows <= MOST_ROWS) {
        return rows;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UsageException("--rows is " + value + ", but must be 1 to " + MOST_ROWS);
  }
}
