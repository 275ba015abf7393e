package org.sanswitch.rules.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.sanswitch.rules.Breaks;
import org.sanswitch.sample.StackMutations;

class MutantChecksTest {

  private static final String STACK = "org.sanswitch.sample.Stack";
  private static final String TESTS = "org.sanswitch.sample.StackSample";
  private static final String WEIGHS = TESTS + "#weighsWhatIsOnIt";
  private static final String REFUSES = TESTS + "#refusesANegativeWeight";
  private static final String EMPTIES = TESTS + "#empties";

  private static void check(Mutant mutant) throws Throwable {
    Lists.mutant = mutant;
    List<DynamicTest> tests = MutantChecks.of(Lists.class).toList();
    assertEquals(1, tests.size());
    assertEquals("mutant breaks CLO-7", tests.get(0).getDisplayName());
    tests.get(0).getExecutable().execute();
  }

  private static final class Lists {
    @Breaks("CLO-7") static Mutant mutant;
  }

  private static final class Others {
    @Breaks({"CLO-9", "CLO-7"}) static final Mutant MUTANT =
        Mutant.in(STACK).method("require").body().drop().killedBy(WEIGHS, EMPTIES);
  }

  private static final class Unnamed {
    static final Mutant MUTANT = Mutant.in(STACK).call("x.y").drop().killedBy("z");
  }

  private static void assertMistake(Mutant mutant, String text) {
    String message = mistake(() -> check(mutant));
    assertTrue(message.contains(text), message);
  }

  private static String mistake(Executable executable) {
    return assertThrows(MutantException.class, executable).getMessage();
  }

  @Test
  void killsADroppedCall() throws Throwable {
    check(Mutant.in(STACK).method("push").call("Stack.require").drop().killedBy(REFUSES));
  }

  @Test
  void killsAReplacedCallInALambda() throws Throwable {
    check(Mutant.in(STACK)
      .method("pop")
      .call("Deque.pop")
      .becomes(StackMutations.class, "oldest")
      .killedBy(WEIGHS));
  }

  @Test
  void killsAReplacedCallThatIsVisibleInThePackageOnly() throws Throwable {
    check(Mutant.in(STACK)
      .call("java.util.Deque.pop")
      .becomes(StackMutations.class, "look")
      .killedBy(EMPTIES)
      .within(Duration.ofMillis(300)));
  }

  @Test
  void killsAReplacedReadOfAField() throws Throwable {
    check(Mutant.in(STACK)
      .method("weight")
      .read("Stack.weight")
      .becomes(StackMutations.class, "heavy")
      .killedBy(WEIGHS));
  }

  @Test
  void killsADroppedBody() throws Throwable {
    check(Mutant.in(STACK).method("require").body().drop().killedBy(WEIGHS, REFUSES));
  }

  @Test
  void killsAReplacedCallOfANestedClass() throws Throwable {
    check(Mutant.in(STACK).call("Stack.Item.weight").drop().killedBy(WEIGHS));
  }

  @Test
  void tellsOfASurvivor() {
    Mutant survivor =
        Mutant.in(STACK).method("push").call("Stack.require").drop().killedBy(WEIGHS, EMPTIES);
    AssertionError error = assertThrows(AssertionError.class, () -> check(survivor));
    assertEquals("survived 2 of 2 tests: in " + STACK + ".push: call of Stack.require dropped",
        error.getMessage());
  }

  @Test
  void refusesTestsThatFailWithoutTheMutation() {
    assertMistake(
        Mutant.in(STACK).call("Stack.require").drop().killedBy(TESTS + "#failsAlways"),
        "without a mutation failsAlways() fails");
  }

  @Test
  void refusesNamesThatFitNothing() {
    assertMistake(Mutant.in(STACK).call("Stack.nothing").drop().killedBy(WEIGHS),
        "nothing there fits");
    assertMistake(Mutant.in(STACK).method("nothing").body().drop().killedBy(WEIGHS),
        "nothing there fits");
    assertMistake(Mutant.in(STACK + "x").call("Stack.require").drop().killedBy(WEIGHS),
        "there is no class " + STACK + "x");
  }

  @Test
  void refusesTestsThatDoNotExist() {
    Mutant.Unkilled drop = Mutant.in(STACK).call("Stack.require").drop();
    assertMistake(drop.killedBy(TESTS + "#nothing"), "there is no test");
    assertMistake(drop.killedBy(TESTS + "$Empty"), "no test ran");
    assertMistake(drop.killedBy("org.sanswitch.Nothing"), "there is no test class");
    assertTrue(mistake(drop::killedBy).contains("killed by no test"));
  }

  @Test
  void refusesReplacementsThatDoNotFit() {
    Mutant.Change read = Mutant.in(STACK).method("weight").read("Stack.weight");
    assertMistake(read.becomes(StackMutations.class, "nothing").killedBy(WEIGHS), "0 methods");
    assertMistake(read.becomes(StackMutations.class, "twice").killedBy(WEIGHS), "2 methods");
    assertMistake(read.becomes(StackMutations.class, "instance").killedBy(WEIGHS), "not static");
    assertMistake(read.becomes(StackMutations.class, "ofText").killedBy(WEIGHS),
        "no valid class");
    Mutant.Change require = Mutant.in(STACK).method("push").call("Stack.require");
    assertMistake(require.becomes(StackMutations.class, "number").killedBy(WEIGHS),
        "does not fit");
    assertMistake(require.becomes(StackMutations.class, "heavy").killedBy(WEIGHS),
        "does not fit");
  }

  @Test
  void refusesAMutantWithoutARule() {
    assertTrue(mistake(() -> MutantChecks.of(Unnamed.class).toList()).contains("no rule"));
    assertTrue(mistake(() -> MutantChecks.of(String.class)).contains("no mutants"));
  }

  @Test
  void refusesTestsOfOtherRules() {
    Executable test = MutantChecks.of(Others.class).findFirst().orElseThrow().getExecutable();
    String message = mistake(test);
    assertTrue(message.endsWith("breaks [CLO-9, CLO-7], but its tests show [CLO-7]"), message);
  }

  @Test
  void refusesABodyOfNoMethod() {
    assertTrue(mistake(() -> Mutant.in(STACK).body()).contains("which method"));
  }
}
