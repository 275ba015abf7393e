package org.sanswitch.tck.broken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide for writers of providers says what is there. */
class GuideTest {

  private static final Path GUIDE = Path.of("..", "docs", "writing-a-provider.md");
  private static final List<Path> SOURCES =
      List.of(Path.of("..", "provider.example", "src", "main"),
          Path.of("src", "test", "java", "org", "sanswitch", "tck"));
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ROW =
      Pattern
        .compile("\\| ([A-Z]+-[0-9]+(?:, [A-Z]+-[0-9]+)*) \\|.*\\|.*\\| (`\\w+`(?:, `\\w+`)*) \\|");

  @Test
  void itsCodeIsThatOfTheExample() throws IOException {
    List<String> sources = new ArrayList<>();
    for (Path root : SOURCES) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path each : files.filter(file -> file.toString().endsWith(".java")).toList()) {
          sources.add(flat(Files.readString(each)));
        }
      }
    }
    Matcher code = CODE.matcher(Files.readString(GUIDE));
    List<String> stale = new ArrayList<>();
    int blocks = 0;
    for (; code.find(); blocks++) {
      String block = flat(code.group(1));
      if (sources.stream().noneMatch(source -> source.contains(block))) {
        stale.add(code.group(1));
      }
    }
    assertFalse(blocks == 0, "no code in " + GUIDE);
    assertEquals(List.of(), stale);
  }

  /** How lines are broken does not matter. */
  private static String flat(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining(" ")).strip();
  }

  @Test
  void itsMistakesAreTheBrokenProvidersEachWithItsRule() throws IOException {
    Map<String, Set<String>> told = new HashMap<>();
    for (String line : Files.readAllLines(GUIDE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        for (String name : row.group(2).replace("`", "").split(", ")) {
          told.computeIfAbsent(name, key -> new TreeSet<>())
            .addAll(List.of(row.group(1).split(", ")));
        }
      }
    }
    List<String> wrong = new ArrayList<>();
    Set<String> there = new TreeSet<>();
    Breaches.all().forEach(each -> {
      String name = each.type().getSimpleName();
      there.add(name);
      if (!told.getOrDefault(name, Set.of()).containsAll(each.breaks())) {
        wrong.add(name + " breaks " + each.breaks() + ", the guide has " + told.get(name));
      }
    });
    assertEquals(List.of(), wrong);
    assertEquals(there, new TreeSet<>(told.keySet()));
  }
}
