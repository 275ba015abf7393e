package org.sanswitch.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sanswitch.provider.example.ExampleAdapter;
import org.sanswitch.provider.hal.HalProvider;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.WspProcedureTable;
import org.sanswitch.tck.check.Catalogue;

/** The kit itself: what it runs, and that it ends. */
@Timeout(120)
class KitTest {

  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void releaseWhatHangs() {
    release.countDown();
  }

  /** A provider one of whose functions does not return. */
  private ProviderUnderTest hanging(String function) {
    return hanging(function, Duration.ofMillis(200));
  }

  private ProviderUnderTest hanging(String function, Duration bound) {
    SanServiceProvider hanging = (version, tcpIp, upcalls) -> {
      WspProcedureTable table =
          HalProvider.of(new ExampleAdapter()).wspStartupEx(version, tcpIp, upcalls);
      return (WspProcedureTable) Proxy.newProxyInstance(KitTest.class.getClassLoader(),
          new Class<?>[]{WspProcedureTable.class}, (proxy, method, arguments) -> {
            if (method.getName().equals(function)) {
              release.await();
            }
            try {
              return method.invoke(table, arguments);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          });
    };
    return new ProviderUnderTest() {
      @Override
      public Ends ends() {
        return new Ends(hanging, hanging);
      }

      @Override
      public Duration bound() {
        return bound;
      }

      @Override
      public String onlyOneProcess() {
        return "one process is enough here";
      }
    };
  }

  @Test
  void blamesAFunctionThatDoesNotReturnAndShowsTheStack() {
    // Time enough for the checks to get to the function that hangs.
    KitReport report = Kit.run(hanging("wspCloseSocket", Duration.ofSeconds(2)), "CLO-7");
    assertEquals(Verdict.BROKEN, report.verdict("CLO-7"));
    assertEquals(Verdict.NOT_SHOWN, report.verdict("CLO-1"));
    String text = report.text();
    assertTrue(text.contains("WSPCloseSocket did not return"), text);
    assertTrue(text.contains("at java.base/java.util.concurrent.CountDownLatch.await"), text);
  }

  @Test
  void givesUpWhereEveryCheckHangs() {
    KitReport report = Kit.run(hanging("wspSocket"));
    long tried = report.checks().stream().filter(each -> !each.trace().isEmpty()).count();
    assertTrue(tried < report.checks().size() / 2, tried + " of " + report.checks().size());
    assertTrue(report.rules(Verdict.NOT_SHOWN).contains("CLO-4"), report.text());
  }

  @Test
  void runsTheChecksOfOneRuleOnly() {
    KitReport report =
        Kit.run(AdapterUnderTest.loopbackAdapter(ExampleAdapter::new), "CLO-4");
    assertEquals(Verdict.KEPT, report.verdict("CLO-4"));
    assertTrue(report.checks().stream().allMatch(each -> each.rules().contains("CLO-4")));
  }

  @Test
  void refusesARuleThatNoCheckShows() {
    assertThrows(IllegalArgumentException.class, () -> Kit.run(hanging("nothing"), "BLK-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLO-1", "CLO-2", "CLO-3", "CLO-4", "CLO-5", "CLO-6", "CLO-7", "CLO-8",
      "CLO-9", "CMP-1", "CMP-2", "CMP-3", "MEM-1", "MEM-2", "MEM-3", "MEM-4", "MEM-5", "ACC-1",
      "ACC-3", "LIS-2", "CON-3", "BLK-3", "SOC-2", "OPT-1", "INI-1", "INI-3", "INI-4", "INI-7",
      "DUP-5"})
  void hasACheckForEveryObligationOfAProvider(String rule) {
    assertTrue(Catalogue.of(hanging("nothing"))
      .stream()
      .anyMatch(each -> each.rules().contains(rule)));
  }

  private static CheckResult result(Verdict verdict, String brokenRule) {
    return new CheckResult("check", List.of("CLO-1"), verdict, "",
        brokenRule.isEmpty()
            ? List.of()
            : List.of(new CheckResult.Finding(brokenRule, "seen")),
        List.of());
  }

  @Test
  void callsARuleKeptOnlyIfAllItsChecksThatApplyPassed() {
    CheckResult kept = result(Verdict.KEPT, "");
    CheckResult absent = result(Verdict.NOT_APPLICABLE, "");
    CheckResult cut = result(Verdict.NOT_SHOWN, "CMP-3");
    assertEquals(Verdict.KEPT, new KitReport(List.of(kept, absent)).verdict("CLO-1"));
    assertEquals(Verdict.NOT_APPLICABLE, new KitReport(List.of(absent)).verdict("CLO-1"));
    assertEquals(Verdict.NOT_SHOWN, new KitReport(List.of(kept, cut)).verdict("CLO-1"));
    assertEquals(Verdict.BROKEN, new KitReport(List.of(kept, cut)).verdict("CMP-3"));
    assertEquals(Verdict.BROKEN,
        new KitReport(List.of(kept, result(Verdict.BROKEN, "CLO-1"))).verdict("CLO-1"));
  }
}
