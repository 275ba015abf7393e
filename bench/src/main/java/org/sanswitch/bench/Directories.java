package org.sanswitch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where errors, reports and thread dumps are kept while they may be needed. */
final class Directories {

  private Directories() {}

  /** Deletes the directory with all that is in it. */
  static void delete(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.toList();
    }
    for (Path file : files.reversed()) {
      Files.delete(file);
    }
  }
}
