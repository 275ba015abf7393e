package org.sanswitch.provider.verbs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The RDMA devices of this host that programs can open, as the kernel lists them: without a library, and
 * for nothing. The kernel takes a device that is being removed from this list before it waits for those that
 * have it open.
 */
final class Devices {

  /** Where the kernel lists what programs can open. */
  static final Path KERNEL = Path.of("/sys/class/infiniband_verbs");

  /** Where it lists all. */
  private static final Path KERNEL_ALL = Path.of("/sys/class/infiniband");

  /** A file with the device's name. */
  private static final String NAME = "ibdev";

  /**
   * A device.
   *
   * @param name of the kernel
   * @param identity tells it from one of the same name that was there before
   */
  record Device(String name, Object identity) {}

  private final Path directory;

  Devices(Path directory) {
    this.directory = directory;
  }

  /** {@return all, by name; none where the kernel has no RDMA} */
  List<Device> list() {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(Devices::read)
        .filter(Objects::nonNull)
        .sorted(Comparator.comparing(Device::name))
        .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** {@return the device of an entry, or null for what is none or has just gone} */
  private static @Nullable Device read(Path entry) {
    String name = nameOf(entry);
    if (name == null) {
      return null;
    }
    try {
      Object key = Files.readAttributes(entry, BasicFileAttributes.class).fileKey();
      return new Device(name, Objects.requireNonNullElse(key, entry));
    } catch (IOException e) {
      return null;
    }
  }

  /** {@return the name of the device of an entry, or null for what is none} */
  static @Nullable String nameOf(Path entry) {
    try {
      return Files.readString(entry.resolve(NAME)).strip();
    } catch (IOException e) {
      return null;
    }
  }

  /** {@return why there are none, and what to do about it} */
  String whyNone() {
    if (Files.isDirectory(directory)) {
      return "the kernel knows RDMA, and has no device; load the driver of the hardware, or for"
          + " tests 'rdma link add rxe0 type rxe netdev INTERFACE'";
    }
    return "the kernel has no RDMA devices for programs (no " + directory + "); load "
        + (Files.isDirectory(KERNEL_ALL) ? "ib_uverbs and rdma_ucm"
            : "ib_uverbs, rdma_ucm and the driver of the hardware");
  }
}
