package org.sanswitch.rules.ledger;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
    boolean shown = lacks(entry, Claim.Kind.SHOWS).isEmpty();
    boolean broken = lacks(entry, Claim.Kind.BREAKS).isEmpty();
    boolean open = ledger.open().containsKey(entry.id());
    boolean unshown = ledger.unshown().containsKey(entry.id());
    if (shown && broken && (open || unshown)) {
      problems.add(entry.id() + " is no longer " + (open ? "open" : "without a test"));
    }
    if (open && broken && !shown) {
      problems.add(entry.id() + " has a mutant, but no test");
    }
    if (!open && entry.code().isEmpty()) {
      problems.add(entry.id() + " is kept by no code");
    }
    if (!open && !unshown) {
      require(entry, Claim.Kind.SHOWS, "test");
      require(entry, Claim.Kind.BREAKS, "mutant");
    }
  }

  /** {@return the sides that a rule binds, but on which nothing is claimed} */
  private Set<Claim.Side> lacks(Entry entry, Claim.Kind kind) {
    Set<Claim.Side> lacking = EnumSet.copyOf(entry.sides());
    Ledger.claimed(scan.claims(), entry.id(), kind)
      .forEach(claim -> lacking.remove(claim.side()));
    return lacking;
  }

  private void require(Entry entry, Claim.Kind kind, String what) {
    for (Claim.Side side : lacks(entry, kind)) {
      problems.add(entry.id() + " has no " + what + " on the side of the "
          + side.name().toLowerCase(Locale.ROOT));
    }
  }
}
