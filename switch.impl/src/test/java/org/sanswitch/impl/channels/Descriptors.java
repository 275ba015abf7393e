package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The file descriptors of this process. */
final class Descriptors {

  private static final long BOUND = TimeUnit.SECONDS.toNanos(20);

  private Descriptors() {}

  static long count() throws IOException {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  /** Waits, since a thread that was in a call when its socket was closed releases it on leaving. */
  static void awaitAtMost(long expected) throws IOException {
    long end = System.nanoTime() + BOUND;
    long now = count();
    while (now > expected) {
      assertTrue(System.nanoTime() < end, now + " descriptors, before " + expected);
      LockSupport.parkNanos(1_000_000);
      now = count();
    }
  }
}
