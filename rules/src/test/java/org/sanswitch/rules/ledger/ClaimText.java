package org.sanswitch.rules.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Claims as an item of a list: by module, then by class, wrapped. */
final class ClaimText {

  private static final int COLUMNS = 120;

  private ClaimText() {}

  /**
   * Writes claims.
   *
   * @param label begins the first line
   * @param claims of one rule and kind
   * @return the lines
   */
  static List<String> lines(String label, List<Claim> claims) {
    return wrap(label + " " + (claims.isEmpty() ? "none" : byModule(claims)));
  }

  private static String byModule(List<Claim> claims) {
    Map<String, List<Claim>> modules =
        claims.stream()
          .collect(Collectors.groupingBy(Claim::module, TreeMap::new,
              Collectors.toList()));
    return modules.entrySet()
      .stream()
      .map(module -> module.getKey() + ": " + byType(module.getValue()))
      .collect(Collectors.joining("; "));
  }

  private static String byType(List<Claim> claims) {
    Map<String, List<String>> types = new TreeMap<>();
    claims.forEach(claim -> types.computeIfAbsent(claim.type(), type -> new ArrayList<>())
      .add(claim.member()));
    return types.entrySet()
      .stream()
      .map(type -> "`" + type.getKey() + "`" + members(type.getValue()))
      .collect(Collectors.joining(", "));
  }

  private static String members(List<String> names) {
    String all = names.stream()
      .filter(name -> !name.isEmpty())
      .sorted(Comparator.naturalOrder())
      .collect(Collectors.joining(", "));
    return all.isEmpty() ? "" : " (" + all + ")";
  }

  private static List<String> wrap(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line = new StringBuilder(" ");
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
