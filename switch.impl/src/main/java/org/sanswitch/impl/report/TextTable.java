package org.sanswitch.impl.report;

import java.util.ArrayList;
import java.util.List;

/** A table of text: columns as wide as their widest cell, numbers to the right. */
final class TextTable {

  private final List<String[]> rows = new ArrayList<>();

  TextTable(String... header) {
    rows.add(header);
  }

  void row(String... cells) {
    rows.add(cells);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.length; column++) {
        String padding = " ".repeat(width(column) - row[column].length());
        line.append(column == 0 ? "" : "  ");
        line.append(isNumeric(column) ? padding + row[column] : row[column] + padding);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
  }

  private boolean isNumeric(int column) {
    return rows.size() > 1 && rows.stream()
      .skip(1)
      .allMatch(row -> row[column].chars().allMatch(Character::isDigit));
  }
}
