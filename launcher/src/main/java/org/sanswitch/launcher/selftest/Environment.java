package org.sanswitch.launcher.selftest;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the machine and the JVM are. */
final class Environment {

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final long MIB = 1 << 20;

  private Environment() {}

  static void print() {
    line("jdk", Runtime.version() + ", " + System.getProperty("java.home"));
    line("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
        + System.getProperty("os.arch"));
    line("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    line("user", System.getProperty("user.name"));
    line("/dev/shm", sharedMemory());
  }

  static void line(String name, String value) {
    System.out.printf("%-12s %s%n", name, value);
  }

  private static String sharedMemory() {
    if (!Files.isDirectory(SHARED_MEMORY)) {
      return "missing";
    }
    try {
      FileStore store = Files.getFileStore(SHARED_MEMORY);
      return store.getUsableSpace() / MIB + " MiB free of " + store.getTotalSpace() / MIB + " MiB, "
          + store.type();
    } catch (IOException e) {
      return "cannot be read: " + e.getMessage();
    }
  }
}
