package org.sanswitch.bench.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests need that run both programs: threads, and a place in memory for files and sockets. */
abstract class ProgramsInOneJvm {

  static final Task.Timing SHORT = new Task.Timing(20, 40, 20, 1000);

  /** A thread for each: both ends block. */
  static final Executor THREADS = end -> Thread.ofPlatform().daemon().start(end);

  /** Guard: JUnit, which makes it before each test. */
  Path place;

  @BeforeEach
  void makePlace() throws IOException {
    place = Files.createTempDirectory(Path.of("/dev/shm"), "bench-test-");
  }

  @AfterEach
  void deletePlace() throws IOException {
    try (Stream<Path> walk = Files.walk(place)) {
      for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
