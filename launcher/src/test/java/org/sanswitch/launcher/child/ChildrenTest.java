package org.sanswitch.launcher.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sanswitch.launcher.Installation;
import org.sanswitch.launcher.programs.Arguments;

class ChildrenTest {

  private static final int BOUND_S = 60;
  private static final String PROGRAM = Arguments.class.getName();

  private Children children;

  @BeforeEach
  void prepare() throws Exception {
    Path classes =
        Path.of(Arguments.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path none = Path.of("none");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    children = new Children(new Installation(java, none, classes, none), BOUND_S);
  }

  @AfterEach
  void endPrograms() {
    children.close();
  }

  @Test
  void argumentsArriveAsTheyAreAndAreNotOnTheCommandLine() throws Exception {
    List<String> arguments = List.of("", "two words", "\"quoted\"", "it's", "back\\slash\\",
        "#comment", "@file", "-version", "tab\there", "*");
    try (JavaChild program =
        children.startPlain(Program.of(PROGRAM, arguments.toArray(String[]::new)))) {
      for (String argument : arguments) {
        assertEquals(argument, program.line());
      }
      assertEquals("hidden", program.line());
    }
  }

  @Test
  void anArgumentMayHaveSeveralLines() throws Exception {
    try (JavaChild program = children.startPlain(Program.of(PROGRAM, "one\ntwo"))) {
      assertEquals(List.of("one", "two", "hidden"),
          List.of(program.line(), program.line(), program.line()));
    }
  }

  @Test
  void aProgramThatEndsEarlyIsToldWithItsExitCodeAndWhatItHadPrinted() throws Exception {
    try (JavaChild program = children.startPlain(Program.of(PROGRAM, "fail"))) {
      program.line();
      program.line();
      for (int again = 0; again < 2; again++) {
        CheckFailedException failed = assertThrows(CheckFailedException.class, program::line);
        assertEquals(PROGRAM + " has ended with exit code 3 before its last line; it had printed:\n"
            + "  fail\n  hidden", failed.getMessage());
      }
    }
  }
}
