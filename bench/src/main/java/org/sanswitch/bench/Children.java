package org.sanswitch.bench;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The processes that run now, so that none outlives a bench that is stopped. */
final class Children {

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  private Children() {}

  static void add(Process process) {
    RUNNING.add(process);
  }

  static void remove(Process process) {
    RUNNING.remove(process);
  }

  /** Ends them when this JVM is told to end. */
  static void endWithThisJvm() {
    Runtime.getRuntime()
      .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }
}
