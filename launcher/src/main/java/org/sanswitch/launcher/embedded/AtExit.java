package org.sanswitch.launcher.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What happens when the JVM ends. The framework is not stopped: other shutdown hooks may still use
 * sockets, and the end of the process ends what is left. A short program may even end before the
 * framework has come up.
 */
final class AtExit {

  // Guarded by this.
  private boolean begun;
  private @Nullable Storage storage;
  private @Nullable Path socket;

  private AtExit() {}

  /** Registers itself with the JVM; fails if that is ending already, before anything is made. */
  static AtExit register() {
    AtExit atExit = new AtExit();
    Runtime.getRuntime().addShutdownHook(new Thread(atExit::run, "sanswitch-exit"));
    return atExit;
  }

  /** Takes charge of a directory. */
  synchronized Storage own(Storage created) {
    storage = created;
    return created;
  }

  /** Takes charge of a socket's file. */
  synchronized void delete(Path file) {
    socket = file;
  }

  /** Whether the JVM is ending, so that nothing that fails now is worth a word. */
  synchronized boolean hasBegun() {
    return begun;
  }

  private synchronized void run() {
    begun = true;
    try {
      if (socket != null) {
        Files.deleteIfExists(socket);
      }
      if (storage != null) {
        storage.delete();
      }
    } catch (IOException e) {
      // What is left is found by the next process.
    }
  }
}
