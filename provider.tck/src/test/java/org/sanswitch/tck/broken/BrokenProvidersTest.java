package org.sanswitch.tck.broken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.tck.CheckResult;
import org.sanswitch.tck.Kit;
import org.sanswitch.tck.KitReport;
import org.sanswitch.tck.Verdict;

/**
 * The kit catches each broken provider, names the rule and says what it has seen; it finds nothing
 * in the same provider when it is not broken.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenProvidersTest {

  /** Their checks count what the whole process holds, so nothing else may run meanwhile. */
  private static final Set<String> COUNTING = Set.of("CLO-8", "INI-7");

  private static final String PROCESS = "threads, descriptors and mappings of this process";

  /** The same provider, with nothing changed. */
  private static final class Unbroken extends Breach {}

  /** A provider that keeps no registrations need not have the callback. */
  private static final class WithoutACache extends Breach {
    @Override
    public <F> F wspGetExtensionFunction(SocketDescriptor socket, ExtensionFunction<F> id)
        throws WsaException {
      if (id.equals(ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK)) {
        throw new WsaException(WsaError.WSAEOPNOTSUPP, id.name());
      }
      return super.wspGetExtensionFunction(socket, id);
    }
  }

  /** Guard: written before all tests. */
  private KitReport good;

  @BeforeAll
  void checkTheUnbrokenOne() {
    good = Kit.run(new BreachUnderTest(Unbroken::new));
  }

  static Stream<Breaches.Named> counted() {
    return Breaches.all().filter(each -> each.breaks().stream().anyMatch(COUNTING::contains));
  }

  static Stream<Breaches.Named> others() {
    return Breaches.all().filter(each -> each.breaks().stream().noneMatch(COUNTING::contains));
  }

  @Test
  void theUnbrokenProviderKeepsEveryRule() {
    assertTrue(good.isCompatible(), good::text);
  }

  @Test
  void aProviderWithoutARegistrationCacheKeepsTheRulesToo() {
    KitReport report = Kit.run(new BreachUnderTest(WithoutACache::new), "MEM-5", "INI-4");
    assertTrue(report.isCompatible(), report::text);
    assertTrue(report.rules(Verdict.KEPT).containsAll(Set.of("MEM-5", "INI-4")), report::text);
    assertTrue(report.checks()
      .stream()
      .anyMatch(each -> each.verdict() == Verdict.NOT_APPLICABLE
          && each.text().contains("WSPMemoryRegistrationCacheCallback")),
        report::text);
  }

  @Test
  void everyRuleThatTheKitShowsInOneProcessIsBrokenByAProvider() {
    Set<String> left = new TreeSet<>(good.rules(Verdict.KEPT));
    Breaches.all().forEach(each -> left.removeAll(each.breaks()));
    assertEquals(Set.of(), left);
  }

  @ParameterizedTest
  @MethodSource("others")
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(value = PROCESS, mode = ResourceAccessMode.READ)
  void isCaughtAndTheRuleIsNamed(Breaches.Named breach) {
    Set<String> rules = new TreeSet<>(good.rules(Verdict.KEPT));
    rules.removeAll(COUNTING);
    check(breach, Kit.run(new BreachUnderTest(breach.maker()), rules.toArray(String[]::new)));
  }

  @ParameterizedTest
  @MethodSource("counted")
  @ResourceLock(PROCESS)
  void isCaughtByWhatTheProcessHoldsOrLeavesOpen(Breaches.Named breach) {
    check(breach, Kit.run(new BreachUnderTest(breach.maker())));
  }

  private void check(Breaches.Named breach, KitReport report) {
    for (String rule : breach.breaks()) {
      assertEquals(Verdict.KEPT, good.verdict(rule), () -> "unbroken: " + good.text());
      assertEquals(Verdict.BROKEN, report.verdict(rule), report::text);
    }
    Set<String> others = new TreeSet<>(report.rules(Verdict.BROKEN));
    others.removeAll(breach.mayBreak());
    assertEquals(Set.of(), others, () -> "other rules: " + report.text());
    for (CheckResult each : report.checks()) {
      assertTrue(each.findings().isEmpty() || saysWhatWasSeen(each), each::text);
      assertTrue(each.verdict() != Verdict.NOT_SHOWN || breach.hidesTheRest()
          || hasAny(each, breach.mayBreak()), () -> "not shown for no reason: " + each.text());
    }
  }

  private static boolean hasAny(CheckResult check, Set<String> rules) {
    return check.findings().stream().anyMatch(finding -> rules.contains(finding.rule()));
  }

  private static boolean saysWhatWasSeen(CheckResult check) {
    List<String> trace = check.trace();
    return check.findings()
      .stream()
      .allMatch(finding -> !finding.what().isBlank()
          && trace.stream().anyMatch(line -> line.contains(finding.rule() + ": ")));
  }
}
