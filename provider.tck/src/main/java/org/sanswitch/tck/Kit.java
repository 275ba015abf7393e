package org.sanswitch.tck;

import java.util.ArrayList;
import java.util.List;
import org.sanswitch.tck.check.Catalogue;
import org.sanswitch.tck.check.Check;
import org.sanswitch.tck.check.Runner;

/**
 * The compatibility kit without JUnit: plays the switch towards a provider and tells which rules it
 * keeps. Bounded in time, also with a provider that hangs. One run at a time per provider.
 */
public final class Kit {

  private Kit() {}

  /**
   * Runs checks.
   *
   * @param provider what to check
   * @param rules only the checks that show one of these; none: all checks
   * @return what was found
   * @throws IllegalArgumentException for a rule that no check shows
   */
  public static KitReport run(ProviderUnderTest provider, String... rules) {
    List<Check> selected = new ArrayList<>();
    List<String> wanted = List.of(rules);
    for (String rule : wanted) {
      if (Catalogue.of(provider).stream().noneMatch(check -> check.rules().contains(rule))) {
        throw new IllegalArgumentException("no check shows " + rule);
      }
    }
    for (Check each : Catalogue.of(provider)) {
      if (wanted.isEmpty() || each.rules().stream().anyMatch(wanted::contains)) {
        selected.add(each);
      }
    }
    try (Runner runner = new Runner(provider)) {
      return new KitReport(selected.stream().map(runner::run).toList());
    }
  }
}
