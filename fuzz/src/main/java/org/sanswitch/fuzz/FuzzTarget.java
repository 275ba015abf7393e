package org.sanswitch.fuzz;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A decoder of foreign bytes with the property that it keeps for all of them.
 *
 * <p>A subclass is named {@code …Fuzz} and has the method that Jazzer looks for, {@code public
 * static void fuzzerTestOneInput(byte[])}: what that throws is a finding. Its corpus is the
 * resource directory that has the name of the class, beside the class.
 */
public abstract class FuzzTarget {

  /** For subclasses. */
  protected FuzzTarget() {}

  /**
   * Each input of the corpus, and none at all: what was found once stays fixed.
   *
   * @throws IOException if the corpus cannot be read
   */
  @TestFactory
  protected final Stream<DynamicTest> keepsItsPropertyForTheCorpus() throws IOException {
    List<Corpus.Input> inputs = Corpus.of(getClass()).inputs();
    TargetMethod target = TargetMethod.of(getClass());
    return Stream.concat(Stream.of(new Corpus.Input("nothing", new byte[0])), inputs.stream())
      .map(input -> DynamicTest.dynamicTest(input.name(), () -> target.run(input.bytes())));
  }

  /**
   * What Jazzer makes of the corpus, guided by coverage, for {@code -Dfuzz.seconds}.
   *
   * @throws IOException if Jazzer cannot be run
   * @throws InterruptedException if the test is interrupted
   */
  @Test
  protected final void keepsItsPropertyForWhatIsMadeOfTheCorpus()
      throws IOException, InterruptedException {
    int seconds = Integer.getInteger("fuzz.seconds", 1);
    assumeTrue(seconds > 0, "fuzz.seconds is 0: the corpus only");
    new JazzerRun(getClass(), seconds).run();
  }
}
