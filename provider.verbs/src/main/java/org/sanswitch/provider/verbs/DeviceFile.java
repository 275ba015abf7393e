package org.sanswitch.provider.verbs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * The file by which a program reaches a device, or the connection manager. The libraries look for another one
 * when they may not open it, and say in the end that there is none.
 */
final class DeviceFile {

  /** Where the files are. */
  static final Path DIRECTORY = Path.of("/dev/infiniband");

  private DeviceFile() {}

  /** {@return that of a device; that of the directory where it is not known} */
  static Path of(String device) {
    try (Stream<Path> entries = Files.list(Devices.KERNEL)) {
      return entries.filter(entry -> device.equals(Devices.nameOf(entry)))
        .map(entry -> DIRECTORY.resolve(entry.getFileName().toString()))
        .findFirst()
        .orElse(DIRECTORY);
    } catch (IOException e) {
      return DIRECTORY;
    }
  }

  /** {@return that of the connection manager} */
  static Path ofManager() {
    return DIRECTORY.resolve("rdma_cm");
  }

  /**
   * {@return what opening it fails with}
   *
   * @param errno error number, more than 0
   * @param what what was tried
   */
  static AdapterException failure(Path file, int errno, String what) {
    boolean closed = Files.exists(file) && !(Files.isReadable(file) && Files.isWritable(file));
    return failure(file, closed, errno, what);
  }

  /** The same; whether it is there, and this user may not use it, is known already. */
  static AdapterException failure(Path file, boolean closed, int errno, String what) {
    if (closed) {
      return new AdapterException(
          AdapterError.NOT_SUPPORTED, RouteReason.NO_PERMISSION,
          what + ": this user may not read and write " + file
              + "; give it access, by udev's rules (rdma-core has them) or by a group");
    }
    return ErrorTables.ofResources(errno, what);
  }
}
