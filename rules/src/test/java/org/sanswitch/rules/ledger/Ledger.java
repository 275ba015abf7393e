package org.sanswitch.rules.ledger;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ledger: a document that people write, but for two lines of each rule.
 *
 * @param lines its lines
 * @param entries the rules, in order
 * @param open rules that a later issue brings, with the reason
 * @param unshown rules that are kept, but shown by no test yet, with the reason
 * @param mistakes what cannot be read
 */
record Ledger(List<String> lines, Map<String, Entry> entries, Map<String, String> open,
    Map<String, String> unshown, List<String> mistakes) {

  static final String CODE = "- Code:";
  static final String TESTS = "- Tests:";
  static final String MUTANTS = "- Mutants:";
  private static final String MORE = "  ";
  private static final Pattern RULE =
      Pattern.compile("### ([A-Z]+-[0-9]+) \\((S|P|S and P)(?:, J)?\\)");
  private static final Pattern ROW = Pattern.compile("\\| ([A-Z]+-[0-9]+) \\| (.+) \\|");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9.]+)`");

  /** {@return the ledger that these lines are} */
  static Ledger of(List<String> lines) {
    Ledger ledger = new Ledger(List.copyOf(lines), new LinkedHashMap<>(), new LinkedHashMap<>(),
        new LinkedHashMap<>(), new ArrayList<>());
    ledger.read();
    return ledger;
  }

  private void read() {
    Entry entry = null;
    Map<String, String> rows = Map.of();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher row = ROW.matcher(line);
      if (line.startsWith("## ")) {
        entry = null;
        rows = switch (line) {
          case "## Open" -> open;
          case "## Shown by no test yet" -> unshown;
          default -> Map.of();
        };
      } else if (line.startsWith("### ")) {
        entry = begin(line);
      } else if (line.startsWith(CODE) && entry != null) {
        Matcher name = NAME.matcher(item(i));
        while (name.find()) {
          entry.code().add(name.group(1));
        }
      } else if (row.matches() && (rows == open || rows == unshown)
          && rows.put(row.group(1), row.group(2)) != null) {
        mistakes.add(row.group(1) + " has two rows");
      }
    }
  }

  private Entry begin(String line) {
    Matcher rule = RULE.matcher(line);
    if (!rule.matches()) {
      mistakes.add("not a rule: " + line);
      return null;
    }
    Set<Claim.Side> sides = switch (rule.group(2)) {
      case "S" -> EnumSet.of(Claim.Side.SWITCH);
      case "P" -> EnumSet.of(Claim.Side.PROVIDER);
      default -> EnumSet.allOf(Claim.Side.class);
    };
    Entry entry = new Entry(rule.group(1), sides, new ArrayList<>());
    if (entries.put(entry.id(), entry) != null) {
      mistakes.add(entry.id() + " is there twice");
    }
    return entry;
  }

  /** {@return an item of a list with its further lines} */
  private String item(int first) {
    int end = first + 1;
    while (end < lines.size() && lines.get(end).startsWith(MORE)) {
      end++;
    }
    return String.join("\n", lines.subList(first, end));
  }

  /** {@return the lines as they must be: with the tests and mutants that were found} */
  List<String> with(List<Claim> claims) {
    List<String> out = new ArrayList<>();
    String id = "";
    boolean skipping = false;
    for (String line : lines) {
      Matcher rule = RULE.matcher(line);
      if (rule.matches()) {
        id = rule.group(1);
      }
      skipping = skipping && line.startsWith(MORE);
      if (line.startsWith(TESTS) || line.startsWith(MUTANTS)) {
        Claim.Kind kind =
            line.startsWith(TESTS) ? Claim.Kind.SHOWS : Claim.Kind.BREAKS;
        String label = line.startsWith(TESTS) ? TESTS : MUTANTS;
        out.addAll(ClaimText.lines(label, claimed(claims, id, kind)));
        skipping = true;
      } else if (!skipping) {
        out.add(line);
      }
    }
    return out;
  }

  static List<Claim> claimed(List<Claim> claims, String rule, Claim.Kind kind) {
    return claims.stream()
      .filter(claim -> claim.rule().equals(rule) && claim.kind() == kind)
      .distinct()
      .toList();
  }
}
