package org.sanswitch.provider.emu;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * The directory of one user, which nobody else can enter: {@code sanswitch-<uid>} in the configured
 * directory. In it are {@code r}, where listeners are found, and a directory for each adapter.
 */
final class UserDirectory {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final int PERMISSIONS = 0777;
  private static final int OWNER_MODE = 0700;
  private static final int DIRECTORY_TYPE = 0040000;
  private static final int TYPE = 0170000;

  private final Path path;
  private final int user;

  private UserDirectory(Path path, int user) {
    this.path = path;
    this.user = user;
  }

  /**
   * Makes the directory, or checks the one that is there.
   *
   * @throws AdapterException NO_SHARED_MEMORY if there is no place for it; RENDEZVOUS_UNSAFE
   */
  static UserDirectory open(Path parent) throws AdapterException {
    if (!Files.isDirectory(parent)) {
      throw new AdapterException(
          AdapterError.NO_RESOURCES,
          RouteReason.NO_SHARED_MEMORY,
          "there is no directory " + parent);
    }
    int user = Libc.effectiveUser();
    UserDirectory directory =
        new UserDirectory(
            parent.resolve("sanswitch-" + Integer.toUnsignedString(user)).toAbsolutePath(), user);
    directory.make(directory.path);
    directory.make(directory.rendezvous());
    return directory;
  }

  Path path() {
    return path;
  }

  Path rendezvous() {
    return path.resolve("r");
  }

  int user() {
    return user;
  }

  /** Makes a directory for the owner only, or checks that it is one (RENDEZVOUS_UNSAFE). */
  void make(Path directory) throws AdapterException {
    try {
      Files.createDirectory(directory, OWNER_ONLY);
    } catch (FileAlreadyExistsException e) {
      // Then it is checked below like one that was made just now.
    } catch (IOException e) {
      throw new AdapterException(
          AdapterError.NO_RESOURCES,
          RouteReason.NO_SHARED_MEMORY,
          "cannot make directory " + directory + ": " + e,
          e);
    }
    check(directory);
  }

  private void check(Path directory) throws AdapterException {
    Map<String, Object> found;
    try {
      found = Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw unsafe("cannot look at " + directory + ": " + e);
    }
    int owner = (Integer) found.getOrDefault("uid", -1);
    int mode = (Integer) found.getOrDefault("mode", 0);
    if ((mode & TYPE) != DIRECTORY_TYPE || owner != user || (mode & PERMISSIONS) != OWNER_MODE) {
      throw unsafe(
          directory
              + " has owner "
              + owner
              + " and mode "
              + Integer.toOctalString(mode)
              + ", not a directory of owner "
              + user
              + " and mode 700");
    }
  }

  private static AdapterException unsafe(String detail) {
    return new AdapterException(
        AdapterError.NO_RESOURCES, RouteReason.RENDEZVOUS_UNSAFE, detail);
  }
}
