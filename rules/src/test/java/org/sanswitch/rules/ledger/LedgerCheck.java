package org.sanswitch.rules.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the ledger against the sources. */
final class LedgerCheck {

  private final Ledger ledger;
  private final SourceScan scan;
  private final List<String> problems = new ArrayList<>();

  private LedgerCheck(Ledger ledger, SourceScan scan) {
    this.ledger = ledger;
    this.scan = scan;
  }

  /** {@return what is wrong with the annotations: they name unknown rules, or cannot be read} */
  static List<String> annotations(Ledger ledger, SourceScan scan) {
    List<String> problems = new ArrayList<>(scan.mistakes());
    for (Claim claim : scan.claims()) {
      if (!ledger.entries().containsKey(claim.rule())) {
        problems.add(claim.module() + ": " + claim.type() + " " + claim.member()
            + " names the unknown rule " + claim.rule());
      }
    }
    return problems;
  }

  /** {@return what is wrong with the rules: not shown, not broken by a mutant, not as listed} */
  static List<String> rules(Ledger ledger, SourceScan scan) {
    LedgerCheck check = new LedgerCheck(ledger, scan);
    check.problems.addAll(ledger.mistakes());
    check.lists();
    ledger.entries().values().forEach(check::entry);
    if (!ledger.with(scan.claims()).equals(ledger.lines())) {
      check.problems.add("the tests and mutants are not those of the sources:"
          + " run this test with -Dledger.write=true");
    }
    return check.problems;
  }

  private void lists() {
    for (Map<String, String> list : List.of(ledger.open(), ledger.unshown())) {
      for (String id : list.keySet()) {
        if (!ledger.entries().containsKey(id)) {
          problems.add(id + " is listed, but there is no such rule");
        }
      }
    }
    for (String id : ledger.open().keySet()) {
      if (ledger.unshown().containsKey(id)) {
        problems.add(id + " is in both lists");
      }
    }
  }

  private void entry(Entry entry) {
    Set<String> types = scan.mainTypes();
    entry.code()
      .stream()
      .filter(name -> !types.contains(name))
      .forEach(name -> problems.add(entry.id() + " is kept by an unknown class " + name));
    boolean shown = has(entry, Claim.Kind.SHOWS);
    boolean broken = has(entry, Claim.Kind.BREAKS);
    boolean open = ledger.open().containsKey(entry.id());
    boolean unshown = ledger.unshown().containsKey(entry.id());
    if (shown && broken && (open || unshown)) {
      problems.add(entry.id() + " is no longer " + (open ? "open" : "without a test"));
    }
    if (broken && !shown) {
      problems.add(entry.id() + " has a mutant, but no test");
    }
    if (!open && entry.code().isEmpty()) {
      problems.add(entry.id() + " is kept by no code");
    }
    if (!open && !unshown) {
      require(entry, shown, "test");
      require(entry, broken, "mutant");
    }
  }

  private boolean has(Entry entry, Claim.Kind kind) {
    return !Ledger.claimed(scan.claims(), entry.id(), kind).isEmpty();
  }

  private void require(Entry entry, boolean there, String what) {
    if (!there) {
      problems.add(entry.id() + " has no " + what);
    }
  }
}
