package org.sanswitch.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.sanswitch.tck.check.Catalogue;
import org.sanswitch.tck.check.Check;
import org.sanswitch.tck.check.Runner;

/**
 * The kit as a JUnit test class: extend it, say {@link #ends}, and run it like any other. One dynamic
 * test per check; what is not applicable is aborted with the reason. At the end the report is printed
 * and written to {@code target/compatibility-CLASS.txt}.
 *
 * <p>{@link AdapterCompatibility} does the same for a {@link org.sanswitch.hal.SanAdapter}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ProviderCompatibility implements ProviderUnderTest {

  /** Guard: itself. */
  private final List<CheckResult> results = new ArrayList<>();

  /** For subclasses. */
  protected ProviderCompatibility() {}

  /** {@return a test for every check} */
  @TestFactory
  final Stream<DynamicTest> keepsTheRules() {
    Runner runner = new Runner(this);
    return Catalogue.of(this)
      .stream()
      .onClose(runner::close)
      .map(check -> DynamicTest.dynamicTest(
          String.join(" ", check.rules()) + ": " + check.name(), () -> test(runner, check)));
  }

  private void test(Runner runner, Check check) {
    CheckResult result = runner.run(check);
    synchronized (results) {
      results.add(result);
    }
    if (result.verdict() == Verdict.NOT_APPLICABLE && result.findings().isEmpty()) {
      Assumptions.abort(result.detail());
    }
    if (result.verdict() != Verdict.KEPT || !result.findings().isEmpty()) {
      throw new AssertionError(result.text());
    }
  }

  /**
   * Prints and writes the report.
   *
   * @throws IOException if it cannot be written
   */
  @AfterAll
  final void report() throws IOException {
    KitReport report;
    synchronized (results) {
      report = new KitReport(results);
    }
    String text = getClass().getName() + "\n\n" + report.text();
    System.out.println(text);
    Path target = Files.createDirectories(Path.of("target"));
    Files.writeString(target.resolve("compatibility-" + getClass().getSimpleName() + ".txt"), text);
  }
}
