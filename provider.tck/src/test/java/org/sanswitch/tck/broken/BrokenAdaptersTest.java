package org.sanswitch.tck.broken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.provider.example.ExampleAdapter;
import org.sanswitch.rules.Breaks;
import org.sanswitch.tck.AdapterUnderTest;
import org.sanswitch.tck.Kit;
import org.sanswitch.tck.KitReport;
import org.sanswitch.tck.ProviderUnderTest.Maker;
import org.sanswitch.tck.Verdict;

/** The kit catches each broken adapter and names the rule; the unbroken one keeps it. */
class BrokenAdaptersTest {

  private static final Duration BOUND = Duration.ofSeconds(2);

  /** One instance at both ends. */
  private record Loopback(Maker<SanAdapter> maker) implements AdapterUnderTest {

    @Override
    public Adapters adapters() throws Exception {
      SanAdapter both = maker.make();
      return new Adapters(both, both);
    }

    @Override
    public Duration bound() {
      return BOUND;
    }

    @Override
    public String onlyOneProcess() {
      return "one instance serves both ends";
    }
  }

  static Stream<Class<?>> breaches() {
    return AdapterBreaches.all();
  }

  @ParameterizedTest
  @MethodSource("breaches")
  @Execution(ExecutionMode.CONCURRENT)
  void isCaughtAndTheRuleIsNamed(Class<?> type) {
    String[] rules = type.getAnnotation(Breaks.class).value();
    KitReport good = Kit.run(new Loopback(ExampleAdapter::new), rules);
    KitReport report = Kit.run(
        new Loopback(() -> (SanAdapter) type.getDeclaredConstructor().newInstance()), rules);
    for (String rule : rules) {
      assertEquals(Verdict.KEPT, good.verdict(rule), good::text);
      assertEquals(Verdict.BROKEN, report.verdict(rule), report::text);
    }
    assertEquals(Set.of(rules), report.rules(Verdict.BROKEN), report::text);
    assertTrue(report.text().lines().anyMatch(line -> line.contains("!! " + rules[0])),
        report::text);
  }
}
