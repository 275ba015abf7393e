package org.sanswitch.tck;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What one check found.
 *
 * @param name the requirement
 * @param rules the rules that it shows
 * @param verdict of the check: BROKEN if one of its rules is
 * @param detail why it is not applicable or not shown; empty otherwise
 * @param findings what is broken, perhaps under another rule than its own
 * @param trace what was seen, in order: downcalls, upcalls and findings
 */
public record CheckResult(
    String name,
    List<String> rules,
    Verdict verdict,
    String detail,
    List<Finding> findings,
    List<String> trace) {

  /**
   * Something that a rule forbids.
   *
   * @param rule the id
   * @param what what was seen
   */
  public record Finding(String rule, String what) {}

  /** Copies the lists. */
  public CheckResult {
    rules = List.copyOf(rules);
    findings = List.copyOf(findings);
    trace = List.copyOf(trace);
  }

  /** {@return the result in words; with what was seen where it is not as it should be} */
  public String text() {
    String head = verdict + " " + String.join(" ", rules) + " " + name
        + (detail.isEmpty() ? "" : ": " + detail) + '\n';
    if (verdict != Verdict.BROKEN && findings.isEmpty() && verdict != Verdict.NOT_SHOWN) {
      return head;
    }
    return head
        + findings.stream()
          .map(each -> "  " + each.rule() + ": " + each.what() + '\n')
          .collect(Collectors.joining())
        + trace.stream().map(each -> "    " + each + '\n').collect(Collectors.joining());
  }
}
