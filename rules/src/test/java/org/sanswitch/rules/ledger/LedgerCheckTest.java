package org.sanswitch.rules.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {

  private static final Claim TEST =
      new Claim(Claim.Kind.SHOWS, "CLO-7", "m", "CloseTest", "drains");
  private static final Claim MUTANT = new Claim(Claim.Kind.BREAKS, "CLO-7", "m", "Mutants", "M");

  private static Ledger ledger(String rest, Claim... claims) {
    Ledger blank = Ledger.of(("""
        ### CLO-7 (S, J)

        The switch drains.

        - Code: `Close`
        - Tests: none
        - Mutants: none
        """ + rest).lines().toList());
    return Ledger.of(blank.with(List.of(claims)));
  }

  private static List<String> problems(Ledger ledger, Claim... claims) {
    SourceScan scan = new SourceScan(List.of(claims), Set.of("Close"), List.of());
    return LedgerCheck.rules(ledger, scan);
  }

  private static List<String> open(String id, Claim... claims) {
    return problems(ledger("## Open\n| " + id + " | issue 9 |\n", claims), claims);
  }

  @Test
  void acceptsARuleThatIsKeptShownAndBroken() {
    assertEquals(List.of(), problems(ledger("", TEST, MUTANT), TEST, MUTANT));
  }

  @Test
  void writesTestsAndMutantsByModuleAndClass() {
    Claim other = new Claim(Claim.Kind.SHOWS, "CLO-7", "itests", "CloseIT", "");
    Claim second = new Claim(Claim.Kind.SHOWS, "CLO-7", "m", "CloseTest", "aborts");
    assertEquals(List.of("- Tests: itests: `CloseIT`; m: `CloseTest` (aborts, drains)",
        "- Mutants: m: `Mutants` (M)"),
        ledger("", TEST, other, second, MUTANT).lines().subList(5, 7));
  }

  @Test
  void wrapsLongListsAndReplacesThem() {
    List<Claim> many = new ArrayList<>(List.of(MUTANT));
    for (int i = 100; i < 150; i++) {
      many.add(new Claim(Claim.Kind.SHOWS, "CLO-7", "m", "CloseTest", "test" + i));
    }
    Claim[] claims = many.toArray(Claim[]::new);
    Ledger ledger = ledger("", claims);
    assertTrue(ledger.lines().stream().allMatch(line -> line.length() <= 120));
    assertTrue(ledger.lines().size() > 8, ledger.lines().toString());
    assertEquals(List.of(), problems(ledger, claims));
    assertEquals(ledger("", TEST, MUTANT).lines(), ledger.with(List.of(TEST, MUTANT)));
  }

  @Test
  void findsARuleWithoutTestOrMutant() {
    assertEquals(List.of("CLO-7 has no test on the side of the switch",
        "CLO-7 has no mutant on the side of the switch"), problems(ledger("")));
    assertEquals(List.of("CLO-7 has no mutant on the side of the switch"),
        problems(ledger("", TEST), TEST));
    assertEquals(List.of("CLO-7 has no test on the side of the switch"),
        problems(ledger("", MUTANT), MUTANT));
  }

  @Test
  void asksForTestAndMutantOnEachSideThatARuleBinds() {
    String both = """
        ### CLO-7 (S and P)
        - Code: `Close`
        """;
    Claim kit = new Claim(Claim.Kind.SHOWS, "CLO-7", "provider.tck", "Checks", "closes");
    Claim broken = new Claim(Claim.Kind.BREAKS, "CLO-7", "provider.tck", "NeverCloses", "");
    assertEquals(List.of("CLO-7 has no mutant on the side of the provider"),
        problems(Ledger.of(both.lines().toList()), TEST, MUTANT, kit));
    assertEquals(List.of("CLO-7 has no test on the side of the switch"),
        problems(Ledger.of(both.lines().toList()), kit, broken, MUTANT));
    assertEquals(List.of(),
        problems(Ledger.of(both.lines().toList()), TEST, MUTANT, kit, broken));
  }

  @Test
  void findsListsThatAreNotInStep() {
    List<String> problems = problems(ledger("", TEST), TEST, MUTANT);
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).contains("-Dledger.write=true"), problems.get(0));
  }

  @Test
  void leavesOpenRulesAloneUntilTheyAreShown() {
    assertEquals(List.of(), open("CLO-7"));
    assertEquals(List.of(), open("CLO-7", TEST));
    assertEquals(List.of("CLO-7 has a mutant, but no test"), open("CLO-7", MUTANT));
    assertEquals(List.of("CLO-7 is no longer open"), open("CLO-7", TEST, MUTANT));
  }

  @Test
  void leavesRulesWithoutATestAloneOnlyWhileTheyAreListed() {
    String list = "## Shown by no test yet\n| CLO-7 | no mutant |\n";
    assertEquals(List.of(), problems(ledger(list, TEST), TEST));
    assertEquals(List.of("CLO-7 is no longer without a test"),
        problems(ledger(list, TEST, MUTANT), TEST, MUTANT));
    assertEquals(List.of("CLO-7 is in both lists"),
        problems(ledger(list + "## Open\n| CLO-7 | issue 9 |\n")));
  }

  @Test
  void findsNamesOfRulesAndClassesThatDoNotExist() {
    assertTrue(open("CLO-77", TEST, MUTANT)
      .contains("CLO-77 is listed, but there is no such rule"));
    SourceScan scan = new SourceScan(List.of(TEST, MUTANT), Set.of("Other"), List.of());
    assertEquals(List.of("CLO-7 is kept by an unknown class Close"),
        LedgerCheck.rules(ledger("", TEST, MUTANT), scan));
  }

  @Test
  void findsARuleThatNoCodeKeeps() {
    List<String> lines = new ArrayList<>(ledger("", TEST, MUTANT).lines());
    lines.removeIf(line -> line.startsWith(Ledger.CODE));
    assertEquals(List.of("CLO-7 is kept by no code"), problems(Ledger.of(lines), TEST, MUTANT));
  }

  @Test
  void findsHeadingsThatAreNoRules() {
    assertEquals(List.of("not a rule: ### CLO7 (S)", "CLO-7 is there twice"),
        problems(ledger("### CLO7 (S)\n### CLO-7 (S)\n- Code: `Close`\n", TEST, MUTANT), TEST,
            MUTANT));
  }

  @Test
  void findsUnknownRulesInTheSources() {
    Claim unknown = new Claim(Claim.Kind.SHOWS, "CLO-70", "m", "CloseTest", "drains");
    SourceScan scan = new SourceScan(List.of(TEST, unknown), Set.of(), List.of("unreadable"));
    assertEquals(
        List.of("unreadable", "m: CloseTest drains names the unknown rule CLO-70"),
        LedgerCheck.annotations(ledger(""), scan));
  }
}
