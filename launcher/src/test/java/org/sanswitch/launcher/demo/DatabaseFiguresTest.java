package org.sanswitch.launcher.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sanswitch.launcher.child.CheckFailedException;

class DatabaseFiguresTest {

  private static final List<String> GOOD = List.of("insert 10 1000 9000000000 same",
      "sum 100 0 9 same", "lookup 4 300 900000 same", "scan 10 1000 900000000 same",
      "insert 10 1000 2500000000 same", "sum 100 0 9 same", "lookup 4 300 200000 same",
      "scan 10 1000 500000000 same", "large 8 50000 9 same");

  @Test
  void timesAreThoseOfTheSecondRoundAndBytesThoseOfAll() throws Exception {
    assertEquals(new DatabaseFigures(52_000, 52_600, 2.5, 0.5, 50),
        DatabaseFigures.parse(GOOD, 10));
  }

  @Test
  void anyStepThatWasNotTheSameIsRefusedWithItsLine() {
    for (int i = 0; i < GOOD.size(); i++) {
      String different = GOOD.get(i).replace("same", "DIFFERENT: expected 1, found 2");
      assertEquals("the database has given something else: " + different,
          refused(with(i, different), 10));
    }
  }

  @Test
  void aStepThatIsMissingIsRefused() {
    for (int i = 0; i < GOOD.size(); i++) {
      List<String> lines = new ArrayList<>(GOOD);
      lines.remove(i);
      assertEquals("the database's client shall print [insert, sum, lookup, scan, insert, sum, "
          + "lookup, scan, large], but has printed: " + lines, refused(lines, 10));
    }
  }

  @Test
  void anotherNumberOfRowsThanAskedForIsRefused() {
    assertEquals("insert was of 10 rows, not of 11", refused(GOOD, 11));
    assertEquals("scan was of 9 rows, not of 10",
        refused(with(3, "scan 9 900 500000000 same"), 10));
  }

  @Test
  void anotherLineThanThoseOfTheStepsIsRefused() {
    assertEquals("the database has given something else: oops", refused(with(1, "oops"), 10));
  }

  private static List<String> with(int index, String line) {
    List<String> lines = new ArrayList<>(GOOD);
    lines.set(index, line);
    return lines;
  }

  private static String refused(List<String> lines, int rows) {
    return assertThrows(CheckFailedException.class, () -> DatabaseFigures.parse(lines, rows))
      .getMessage();
  }
}
