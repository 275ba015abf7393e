package org.sanswitch.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sanswitch.itests.Held.Thing;

/** What the operating system and the JVM know of this process. */
final class OfProcess {

  /** What stands for the names of files in shared memory. */
  static final String SHARED_MEMORY_KIND = "shared memory";

  private static final String SHARED_MEMORY = "/dev/shm/";
  private static final int FRAMES = 12;

  /**
   * Threads that come and go with the load: those that the JDK keeps for virtual threads, and idle
   * threads of the switch's bounded pool, which end after half a minute.
   */
  private static final Pattern POOLED =
      Pattern.compile("ForkJoinPool.*|VirtualThread-unparker|(Read|Write|Master)-Poller|.*-Poller.*"
          + "|sanswitch-control-\\d+|process reaper.*|Attach Listener|Common-Cleaner");

  private OfProcess() {}

  static void collect(BiConsumer<String, Thing> to) throws IOException {
    threads(to);
    List<String> files = descriptors();
    files.forEach(file -> to.accept("descriptor of " + kindOf(file), new Thing(file, file)));
    mappings(to);
    sharedFiles(files, to);
  }

  private static void threads(BiConsumer<String, Thing> to) {
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      Thread thread = each.getKey();
      if (!POOLED.matcher(thread.getName()).matches()) {
        String stack = Arrays.stream(each.getValue())
          .limit(FRAMES)
          .map(StackTraceElement::toString)
          .collect(Collectors.joining("\n    at "));
        to.accept("thread " + thread.getName(),
            new Thing(Long.toString(thread.threadId()), thread + "\n    at " + stack));
      }
    }
  }

  private static List<String> descriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.map(OfProcess::target).filter(target -> !target.isEmpty()).toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Files of ours have random names. */
  private static String kindOf(String file) {
    return file.startsWith(SHARED_MEMORY) ? SHARED_MEMORY_KIND : file;
  }

  private static void mappings(BiConsumer<String, Thing> to) throws IOException {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      maps.filter(line -> line.contains(SHARED_MEMORY))
        .forEach(line -> to.accept("mapping of shared memory", new Thing(line, line)));
    }
  }

  /** What is in the directories in which this process holds a file open: those of its adapters. */
  private static void sharedFiles(List<String> open, BiConsumer<String, Thing> to)
      throws IOException {
    TreeSet<Path> directories = open.stream()
      .filter(file -> file.startsWith(SHARED_MEMORY) && !file.endsWith(" (deleted)"))
      .map(file -> Path.of(file).getParent())
      .collect(Collectors.toCollection(TreeSet::new));
    for (Path directory : directories) {
      try (Stream<Path> files = Files.list(directory)) {
        files.forEach(file -> to.accept("file in shared memory",
            new Thing(file.toString(), file.toString())));
      } catch (NoSuchFileException e) {
        // It has gone since its file was seen open.
      }
    }
  }
}
