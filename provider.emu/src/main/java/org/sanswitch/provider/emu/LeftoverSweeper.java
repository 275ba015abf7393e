package org.sanswitch.provider.emu;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Removes what dead processes of this user have left. Whoever can be locked is dead; process ids
 * tell nothing across containers.
 */
final class LeftoverSweeper {

  private static final System.Logger LOG = System.getLogger(LeftoverSweeper.class.getName());
  private static final String NAME = "[0-9a-f]{32}";

  /** A directory without a lock is being made, or its maker died while making it. */
  private static final Duration UNLOCKED_BOUND = Duration.ofMinutes(1);

  private LeftoverSweeper() {}

  /** {@return how many directories of dead processes were removed} */
  static int sweep(UserDirectory user) {
    int removed = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(user.path())) {
      for (Path each : all) {
        if (each.getFileName().toString().matches(NAME) && sweepAlone(each)) {
          removed++;
        }
      }
      dropDanglingLinks(user.rendezvous());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot sweep " + user.path(), e);
    }
    return removed;
  }

  /** What cannot be removed keeps nobody from removing the others. */
  private static boolean sweepAlone(Path directory) {
    try {
      return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) && sweep(directory);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot remove " + directory, e);
      return false;
    }
  }

  private static boolean sweep(Path directory) throws IOException {
    Path lock = directory.resolve(ProcessDirectory.LOCK);
    int fd = Libc.open(lock.toString(), Libc.O_RDWR | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
    if (fd < 0) {
      if (isOld(directory)) {
        remove(directory);
        return true;
      }
      return false;
    }
    try {
      if (!Libc.tryLock(fd)) {
        return false;
      }
      remove(directory);
      return true;
    } finally {
      Libc.close(fd);
    }
  }

  private static boolean isOld(Path directory) throws IOException {
    try {
      Instant changed = Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS).toInstant();
      return changed.plus(UNLOCKED_BOUND).isBefore(Instant.now());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static void dropDanglingLinks(Path rendezvous) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(rendezvous)) {
      for (Path link : all) {
        if (Files.isSymbolicLink(link) && !Files.exists(link)) {
          Files.deleteIfExists(link);
        }
      }
    }
  }

  /** Removes a directory with the plain files in it, the lock last. */
  static void remove(Path directory) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path each : all) {
        if (!each.endsWith(ProcessDirectory.LOCK)) {
          Files.deleteIfExists(each);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return;
    }
    Files.deleteIfExists(directory.resolve(ProcessDirectory.LOCK));
    Files.deleteIfExists(directory);
  }
}
