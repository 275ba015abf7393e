package org.sanswitch.bench.loops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory in shared memory that goes with its loop.
 *
 * @param path where
 */
record Shm(Path path) implements AutoCloseable {

  static Shm make() throws IOException {
    return new Shm(Files.createTempDirectory(Path.of("/dev/shm"), "bench-loop-"));
  }

  @Override
  public void close() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(path)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
