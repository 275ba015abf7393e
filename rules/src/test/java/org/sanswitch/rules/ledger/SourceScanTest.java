package org.sanswitch.rules.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceScanTest {

  @TempDir private Path root;

  private SourceScan scan(String file, String source) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, source);
    return SourceScan.of(root);
  }

  @Test
  void findsWhatShowsAndWhatBreaksARule() throws IOException {
    SourceScan scan = scan("a/src/test/java/ATest.java", """
        package a;
        @Rules("CLO-1")
        class ATest {
          @Rules(value = {"CLO-2", "CLO-3"}) @Test void ends() {}
          @Breaks("CLO-4") static final Mutant M = null;
          @org.sanswitch.rules.Breaks("CLO-5") static class Broken {}
        }
        """);
    assertEquals(List.of(), scan.mistakes());
    assertEquals(Set.of(
        new Claim(Claim.Kind.SHOWS, "CLO-1", "a", "ATest", ""),
        new Claim(Claim.Kind.SHOWS, "CLO-2", "a", "ATest", "ends"),
        new Claim(Claim.Kind.SHOWS, "CLO-3", "a", "ATest", "ends"),
        new Claim(Claim.Kind.BREAKS, "CLO-4", "a", "ATest", "M"),
        new Claim(Claim.Kind.BREAKS, "CLO-5", "a", "ATest.Broken", "")), Set.copyOf(scan.claims()));
  }

  @Test
  void knowsTheClassesThatAreNoTests() throws IOException {
    scan("a/src/main/java/A.java", "class A { interface Inner {} }");
    assertEquals(Set.of("A", "A.Inner"),
        scan("a/src/test/java/ATest.java", "class ATest {}").mainTypes());
  }

  @Test
  void refusesAMethodThatIsNoTest() throws IOException {
    assertEquals(List.of("a: ATest.helper shows a rule, but is no test"),
        scan("a/src/test/java/ATest.java",
            "class ATest { @Rules(\"CLO-1\") void helper() {} }")
          .mistakes());
    assertEquals(List.of(),
        scan("a/src/test/java/ATest.java",
            "class ATest { @Rules(\"CLO-1\") @ParameterizedTest void helper() {} }")
          .mistakes());
    assertEquals(List.of(), scan("kit/src/main/java/Checks.java",
        "class Checks { @Rules(\"CLO-1\") void check() {} }")
      .mistakes());
  }

  @Test
  void refusesAnIdThatIsNotWrittenOut() throws IOException {
    assertEquals(List.of("a: A names a rule by ID, not by its id"),
        scan("a/src/test/java/A.java", "@Breaks(ID) class A {}").mistakes());
  }

  @Test
  void leavesOutTheSamplesOfThisModule() throws IOException {
    assertEquals(List.of(),
        scan("rules/src/test/java/A.java", "@Breaks(\"CLO-1\") class A {}").claims());
  }
}
