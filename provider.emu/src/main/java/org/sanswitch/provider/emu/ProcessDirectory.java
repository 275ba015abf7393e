package org.sanswitch.provider.emu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * The directory of one adapter, with its segments and sockets. A lock (flock: several adapters in
 * one JVM do not lose it to each other) tells others that its owner lives.
 */
final class ProcessDirectory implements AutoCloseable {

  static final String LOCK = "lock";

  private static final int ATTEMPTS = 8;

  private final UserDirectory user;
  private final FileId id;
  private final Path path;
  private final int lock;

  private ProcessDirectory(UserDirectory user, FileId id, Path path, int lock) {
    this.user = user;
    this.id = id;
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes a directory with a fresh random name.
   *
   * @throws AdapterException NO_SHARED_MEMORY with what went wrong
   */
  static ProcessDirectory create(UserDirectory user) throws AdapterException {
    int error = 0;
    for (int i = 0; i < ATTEMPTS; i++) {
      FileId id = FileId.random();
      Path path = user.path().resolve(id.toString());
      user.make(path);
      Path lockFile = path.resolve(LOCK);
      int flags = Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;
      int fd = Libc.open(lockFile.toString(), flags, 0600);
      error = fd;
      if (fd >= 0) {
        // A sweeper may have come between; then the directory has gone or is going.
        if (Libc.tryLock(fd) && Files.exists(lockFile, LinkOption.NOFOLLOW_LINKS)) {
          return new ProcessDirectory(user, id, path, fd);
        }
        Libc.close(fd);
      }
    }
    throw new AdapterException(
        AdapterError.NO_RESOURCES,
        RouteReason.NO_SHARED_MEMORY,
        "cannot make and lock a directory in " + user.path() + ": error " + -error + " after "
            + ATTEMPTS + " attempts");
  }

  FileId id() {
    return id;
  }

  Path path() {
    return path;
  }

  UserDirectory user() {
    return user;
  }

  /** Removes the directory and what is in it, and gives up the lock. */
  @Override
  public void close() {
    try {
      LeftoverSweeper.remove(path);
    } catch (IOException e) {
      System.getLogger(ProcessDirectory.class.getName())
        .log(System.Logger.Level.WARNING, "cannot remove " + path + ", left to the next sweep", e);
    } finally {
      Libc.close(lock);
    }
  }
}
