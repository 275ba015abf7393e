package org.sanswitch.itests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What this process holds: threads, open files and sockets, mappings of shared memory, what is in our
 * directories there, and services. Numbers do not count in a name, so that a thing may be replaced by
 * one of its kind.
 *
 * @param things what there is, by kind; each with its number, and what helps to find who made it
 */
record Held(Map<String, List<Thing>> things) {

  /**
   * One of them.
   *
   * @param id tells it from others of its kind
   * @param detail for people: a stack, a path
   */
  record Thing(String id, String detail) {}

  static Held now() throws Exception {
    Map<String, List<Thing>> things = new TreeMap<>();
    OfProcess.collect((kind, thing) -> add(things, kind, thing));
    OfFramework.collect((kind, thing) -> add(things, kind, thing));
    return new Held(things);
  }

  private static void add(Map<String, List<Thing>> things, String kind, Thing thing) {
    things.computeIfAbsent(kind.replaceAll("[0-9]+", "N"), k -> new ArrayList<>()).add(thing);
  }

  /** {@return the files in shared memory that are open} */
  Stream<Path> openInSharedMemory() {
    return things.getOrDefault("descriptor of " + OfProcess.SHARED_MEMORY_KIND, List.of())
      .stream()
      .map(thing -> Path.of(thing.id()));
  }

  /** What is held once nothing ends any more. */
  static Held settled() throws Exception {
    Held[] last = {now()};
    return Await.value("what the process holds settles", () -> {
      Thread.sleep(300);
      Held before = last[0];
      last[0] = now();
      return before.moreThan(last[0]).isEmpty() && last[0].moreThan(before).isEmpty()
          ? last[0]
          : null;
    }, held -> held != null);
  }

  /** Waits until no more is held than before; else names what there is more of. */
  static void awaitNoMoreThan(Held before) throws Exception {
    Await.value("nothing is left that was not there before", () -> now().moreThan(before),
        String::isEmpty);
  }

  /** {@return what there is more of here, with all that is new of it, or the empty string} */
  private String moreThan(Held before) {
    StringBuilder more = new StringBuilder();
    things.forEach((kind, here) -> {
      List<Thing> there = before.things.getOrDefault(kind, List.of());
      if (here.size() > there.size()) {
        more.append('\n')
          .append(here.size())
          .append(" x ")
          .append(kind)
          .append(" instead of ")
          .append(there.size())
          .append(", new: ")
          .append(newOnes(here, there));
      }
    });
    return more.toString();
  }

  private static List<String> newOnes(List<Thing> here, Collection<Thing> there) {
    List<String> known = there.stream().map(Thing::id).toList();
    return here.stream()
      .filter(thing -> !known.contains(thing.id()))
      .map(thing -> KernelSockets.describe(thing.detail()))
      .toList();
  }
}
