package org.sanswitch.bench.program;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Memory in use, in bytes. What a shared segment takes is in {@code shared} alone, so nothing is
 * counted twice.
 *
 * @param own of both processes, by their proportional set sizes less what is shared memory
 * @param shared of the whole machine, all files in /dev/shm
 * @param kernel of the whole machine: slabs, page tables, stacks of threads, buffers of TCP/IP
 */
record Footprint(long own, long shared, long kernel) {

  private static final long KIB = 1024;
  private static final long PAGE = 4096;

  /** {@return what it is now} */
  static Footprint now(long... processes) throws IOException {
    long own = 0;
    for (long process : Arrays.stream(processes).distinct().toArray()) {
      Map<String, Long> sizes = kibibytes(Path.of("/proc", Long.toString(process), "smaps_rollup"));
      own += (sizes.getOrDefault("Pss", 0L) - sizes.getOrDefault("Pss_Shmem", 0L)) * KIB;
    }
    FileStore shm = Files.getFileStore(Path.of("/dev/shm"));
    return new Footprint(own, shm.getTotalSpace() - shm.getUnallocatedSpace(), kernelBytes());
  }

  private static long kernelBytes() throws IOException {
    Map<String, Long> sizes = kibibytes(Path.of("/proc/meminfo"));
    long kib = sizes.getOrDefault("Slab", 0L) + sizes.getOrDefault("PageTables", 0L)
        + sizes.getOrDefault("KernelStack", 0L);
    return kib * KIB + tcpPages(Files.readString(Path.of("/proc/net/sockstat"))) * PAGE;
  }

  /** The number behind "mem" in the line of TCP. */
  static long tcpPages(String sockstat) {
    return sockstat.lines()
      .filter(line -> line.startsWith("TCP:"))
      .map(line -> line.substring(line.indexOf(" mem ") + " mem ".length()).split(" ", 2)[0])
      .mapToLong(Long::parseLong)
      .sum();
  }

  private static Map<String, Long> kibibytes(Path file) throws IOException {
    return Files.readAllLines(file)
      .stream()
      .filter(line -> line.endsWith(" kB"))
      .map(line -> line.split("[: ]+", -1))
      .collect(Collectors.toMap(words -> words[0], words -> Long.parseLong(words[1]), Long::sum));
  }

  /** {@return how much more this is than it was then} */
  Footprint since(Footprint then) {
    return new Footprint(own - then.own, shared - then.shared, kernel - then.kernel);
  }
}
