package org.sanswitch.rules.mutation;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.sanswitch.rules.Breaks;

/**
 * The checks of a list of mutants. Used by a test class:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> core() {
 *   return MutantChecks.of(CoreMutants.class);
 * }
 * }</pre>
 */
public final class MutantChecks {

  private static final Duration UNMUTATED_BOUND = Duration.ofMinutes(2);

  private final ClassLoader classes;

  /** Test sets that were seen to pass unmutated. Guard: the thread of the tests. */
  private final Map<List<String>, TestRun.Passed> green = new HashMap<>();

  private MutantChecks(ClassLoader classes) {
    this.classes = classes;
  }

  /**
   * Gives one test for each mutant: it passes when the mutant is killed.
   *
   * @param list a class whose constants of type {@link Mutant} are the mutants
   * @return the tests
   */
  public static Stream<DynamicTest> of(Class<?> list) {
    MutantChecks checks = new MutantChecks(list.getClassLoader());
    List<Field> constants = Arrays.stream(list.getDeclaredFields())
      .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Mutant.class)
      .toList();
    if (constants.isEmpty()) {
      throw new MutantException(list.getName() + " has no mutants");
    }
    return constants.stream().map(checks::test);
  }

  private DynamicTest test(Field constant) {
    Breaks broken = constant.getAnnotation(Breaks.class);
    if (broken == null) {
      throw new MutantException(constant + " names no rule that it breaks");
    }
    return DynamicTest.dynamicTest(
        constant.getName() + " breaks " + String.join(", ", broken.value()),
        () -> check(mutant(constant), List.of(broken.value())));
  }

  private static Mutant mutant(Field constant) throws IllegalAccessException {
    constant.setAccessible(true);
    return (Mutant) constant.get(null);
  }

  /**
   * Checks one mutant.
   *
   * @param rules what it breaks
   * @throws AssertionError if the tests pass although the code is mutated
   * @throws MutantException if the mutant cannot be made, or its tests fail without it too, or they
   *     are no tests of these rules
   */
  private void check(Mutant mutant, List<String> rules) {
    Set<String> shown = new HashSet<>();
    mutant.killers().forEach(test -> shown.addAll(TestNames.rules(classes, test)));
    if (!shown.containsAll(rules)) {
      throw new MutantException(mutant + ": breaks " + rules + ", but its tests show " + shown);
    }
    TestRun.Passed unmutated = green.get(mutant.killers());
    if (unmutated == null) {
      unmutated = unmutated(mutant.killers());
      green.put(mutant.killers(), unmutated);
    }
    TestRun.Result result = TestRun.run(new MutantLoader(classes, mutant.mutation()),
        mutant.killers(), mutant.bound());
    switch (result) {
      case TestRun.Passed passed -> throw new AssertionError(
          "survived " + passed.count() + " of " + unmutated.count() + " tests: " + mutant);
      case TestRun.Failed failed -> requireFinding(mutant, failed);
      case TestRun.Hung hung -> System.getLogger(MutantChecks.class.getName())
        .log(System.Logger.Level.INFO, "{0}: the tests hung for {1}", mutant, hung.bound());
    }
  }

  private TestRun.Passed unmutated(List<String> tests) {
    return switch (TestRun.run(new MutantLoader(classes, null), tests, UNMUTATED_BOUND)) {
      case TestRun.Passed passed -> passed;
      case TestRun.Failed failed -> throw new MutantException(
          "without a mutation " + failed.test() + " fails: " + failed.cause(), failed.cause());
      case TestRun.Hung hung -> throw new MutantException(
          "without a mutation they take longer than " + hung.bound() + ": " + tests);
    };
  }

  private static void requireFinding(Mutant mutant, TestRun.Failed failed) {
    LinkageError broken = linkageError(failed.cause());
    if (broken != null) {
      throw new MutantException(mutant + ": a broken class, not a finding: " + broken, broken);
    }
  }

  private static @Nullable LinkageError linkageError(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof LinkageError error && !(at instanceof ExceptionInInitializerError)) {
        return error;
      }
    }
    return null;
  }
}
