package org.sanswitch.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this process holds: threads but those the JDK keeps for itself, open files and sockets,
 * mappings of shared memory.
 */
record Held(Set<String> threads, List<String> files, List<String> sharedMappings) {

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  static Held now() throws IOException {
    return new Held(threadsNow(), filesNow(), mappingsNow());
  }

  private static Set<String> threadsNow() {
    return Thread.getAllStackTraces()
      .keySet()
      .stream()
      .map(thread -> thread.getName() + "#" + thread.threadId())
      .filter(name -> !name.startsWith("ForkJoinPool"))
      .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> filesNow() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.map(Held::target)
        .filter(target -> !target.isEmpty())
        .map(target -> target.replaceAll("[0-9]+", "N"))
        .sorted()
        .toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static List<String> mappingsNow() throws IOException {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains(SHARED_MEMORY.toString())).toList();
    }
  }

  /** What is held once nothing ends any more. */
  static Held settled() throws Exception {
    Held[] last = {now()};
    return Await.value("what the process holds settles", () -> {
      Thread.sleep(300);
      Held before = last[0];
      last[0] = now();
      return before.equals(last[0]) ? last[0] : null;
    }, held -> held != null);
  }

  /** Waits until no more is held than before. */
  static void awaitNoMoreThan(Held before) throws Exception {
    Await.value("no more threads, files and mappings than before", () -> now().moreThan(before),
        String::isEmpty);
  }

  /** {@return what there is more of now, with what is new in it, or the empty string} */
  private String moreThan(Held before) {
    return more("threads", before.threads, threads) + more("files", before.files, files)
        + more("mappings", before.sharedMappings, sharedMappings);
  }

  private static String more(String what, Collection<String> before, Collection<String> now) {
    if (now.size() <= before.size()) {
      return "";
    }
    List<String> added = new ArrayList<>(now);
    before.forEach(added::remove);
    return now.size() + " " + what + " instead of " + before.size() + ", new are " + added + "; ";
  }
}
