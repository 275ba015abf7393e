package org.sanswitch.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the threads of a process do that is too late. */
final class ThreadDump {

  private static final int SECONDS = 5;

  private ThreadDump() {}

  /** Writes it to the file, which stays empty if the process does not answer. */
  static void write(Process process, Path file) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    List<String> command = List.of(jcmd.toString(), Long.toString(process.pid()), "Thread.print");
    try {
      Process dump = new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(file.toFile())
        .start();
      if (!dump.waitFor(SECONDS, TimeUnit.SECONDS)) {
        dump.destroyForcibly();
      }
    } catch (IOException e) {
      Progress.line("no thread dump: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
