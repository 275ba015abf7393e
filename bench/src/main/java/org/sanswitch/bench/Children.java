package org.sanswitch.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The processes that run now, so that none outlives a bench that is stopped. */
final class Children {

  /** With their roles. */
  private static final Map<Process, String> RUNNING = new ConcurrentHashMap<>();

  private Children() {}

  static void add(Process process, String role) {
    RUNNING.put(process, role);
  }

  static void remove(Process process) {
    RUNNING.remove(process);
  }

  /** Ends them when this JVM is told to end. */
  static void endWithThisJvm() {
    Runtime.getRuntime()
      .addShutdownHook(new Thread(() -> RUNNING.keySet().forEach(Process::destroyForcibly)));
  }

  /** Writes what the threads of all of them do: one that is late may wait for another. */
  static void dumpThreads(Path directory) {
    RUNNING.forEach(
        (process, role) -> ThreadDump.write(process, directory.resolve(role + "-threads.txt")));
  }
}
