package org.sanswitch.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What the kit found, check by check and rule by rule.
 *
 * @param checks the checks that ran, in order
 */
public record KitReport(List<CheckResult> checks) {

  /** Copies the list. */
  public KitReport {
    checks = List.copyOf(checks);
  }

  /**
   * {@return what is to be said of a rule: BROKEN if any check saw it broken, also one of another
   * rule; KEPT if all of its own checks that apply passed}
   *
   * @param rule the id, as {@code "CLO-4"}
   * @throws IllegalArgumentException for a rule that no check shows and none saw broken
   */
  public Verdict verdict(String rule) {
    if (checks.stream().flatMap(c -> c.findings().stream()).anyMatch(f -> f.rule().equals(rule))) {
      return Verdict.BROKEN;
    }
    List<Verdict> own =
        checks.stream().filter(c -> c.rules().contains(rule)).map(CheckResult::verdict).toList();
    if (own.isEmpty()) {
      throw new IllegalArgumentException("no check that ran shows " + rule);
    }
    if (own.stream().anyMatch(v -> v == Verdict.NOT_SHOWN || v == Verdict.BROKEN)) {
      return Verdict.NOT_SHOWN;
    }
    return own.contains(Verdict.KEPT) ? Verdict.KEPT : Verdict.NOT_APPLICABLE;
  }

  /** {@return the rules that there is something to say of} */
  public NavigableSet<String> rules() {
    NavigableSet<String> all = new TreeSet<>();
    for (CheckResult each : checks) {
      all.addAll(each.rules());
      each.findings().forEach(finding -> all.add(finding.rule()));
    }
    return all;
  }

  /**
   * {@return the rules with a verdict}
   *
   * @param verdict which
   */
  public NavigableSet<String> rules(Verdict verdict) {
    NavigableSet<String> all = rules();
    all.removeIf(rule -> verdict(rule) != verdict);
    return all;
  }

  /** {@return whether every rule is kept or not applicable} */
  public boolean isCompatible() {
    return rules(Verdict.BROKEN).isEmpty() && rules(Verdict.NOT_SHOWN).isEmpty();
  }

  /** {@return the report for people: a line per rule, then what was seen where it matters} */
  public String text() {
    List<String> lines = new ArrayList<>();
    for (String rule : rules()) {
      lines.add(String.format("%-6s %s", rule, verdict(rule)));
      for (CheckResult each : checks) {
        if (each.rules().contains(rule)) {
          lines.add("         " + each.verdict() + " " + each.name()
              + (each.detail().isEmpty() ? "" : ": " + each.detail()));
        }
      }
    }
    lines.add("");
    for (CheckResult each : checks) {
      if ((each.verdict() != Verdict.KEPT && each.verdict() != Verdict.NOT_APPLICABLE)
          || !each.findings().isEmpty()) {
        lines.add(each.text());
      }
    }
    return String.join("\n", lines);
  }
}
