package org.sanswitch.launcher.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The framework's directory: a fresh one that only this user can enter, deleted when the JVM ends.
 * What a killed JVM has left is deleted by the next one, which knows by the lock that its owner is
 * gone.
 */
final class Storage {

  private static final String PREFIX = "sanswitch-agent-";
  private static final String LOCK = "lock";
  private static final Duration OLD = Duration.ofMinutes(1);

  private final Path root;

  /** Held until the JVM ends. */
  private final FileLock lock;

  private Storage(Path root, FileLock lock) {
    this.root = root;
    this.lock = lock;
  }

  static Storage create() throws IOException {
    Path root = Files.createTempDirectory(PREFIX);
    // Locked before it has the name that others look for.
    Path unnamed = root.resolve(LOCK + ".new");
    FileLock lock =
        FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).lock();
    Files.move(unnamed, root.resolve(LOCK));
    sweep(root);
    return new Storage(root, lock);
  }

  Path directory() {
    return root.resolve("bundles");
  }

  /** When the JVM ends: the framework may still run, and keeps the files that it has open. */
  void delete() throws IOException {
    delete(root);
    lock.close();
  }

  /** Not our own: to close its lock file a second time would give up the lock (POSIX). */
  private static void sweep(Path own) throws IOException {
    try (DirectoryStream<Path> candidates =
        Files.newDirectoryStream(own.resolveSibling("."), PREFIX + "*")) {
      for (Path candidate : candidates) {
        if (!candidate.getFileName().equals(own.getFileName())) {
          deleteIfLeft(candidate);
        }
      }
    }
  }

  private static void deleteIfLeft(Path candidate) {
    try {
      if (Files.getOwner(candidate).getName().equals(System.getProperty("user.name"))) {
        if (Files.exists(candidate.resolve(LOCK))) {
          deleteIfUnlocked(candidate);
        } else if (isOld(candidate)) {
          delete(candidate);
        }
      }
    } catch (IOException e) {
      // Its owner or somebody else is deleting it.
    }
  }

  /** Without a lock it is being made or being deleted, unless its JVM has ended in the midst. */
  private static boolean isOld(Path candidate) throws IOException {
    Instant changed = Files.getLastModifiedTime(candidate).toInstant();
    return changed.isBefore(Instant.now().minus(OLD));
  }

  private static void deleteIfUnlocked(Path candidate) throws IOException {
    try (FileChannel channel =
        FileChannel.open(candidate.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      if (free != null) {
        delete(candidate);
      }
    }
  }

  private static void delete(Path tree) {
    try (Stream<Path> files = Files.walk(tree)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | RuntimeException e) {
      // The next JVM sweeps what is left.
    }
  }
}
