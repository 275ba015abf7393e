package org.sanswitch.provider.verbs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The RDMA devices of this host, as the kernel lists them: without a library, and for nothing. */
final class Devices {

  /** Where the kernel lists them. */
  static final Path KERNEL = Path.of("/sys/class/infiniband");

  private final Path directory;

  Devices(Path directory) {
    this.directory = directory;
  }

  /** {@return their names, in order; none where the kernel has no RDMA} */
  List<String> names() {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** {@return why there are none, and what to do about it} */
  String whyNone() {
    return Files.isDirectory(directory)
        ? "the kernel knows RDMA, and has no device; load the driver of the hardware, or for tests"
            + " 'rdma link add rxe0 type rxe netdev INTERFACE'"
        : "the kernel has no RDMA devices (no " + directory
            + "); load ib_uverbs, rdma_ucm and the driver of the hardware";
  }
}
