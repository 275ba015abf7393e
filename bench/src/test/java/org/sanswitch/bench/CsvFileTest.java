package org.sanswitch.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {

  private static final Machine MACHINE = new Machine(2, "a \"fast\" one", "JDK 25", "Linux 6");

  @Test
  void everyLineHasAFieldForEveryColumn(@TempDir Path directory) throws Exception {
    List<String> lines = write(directory, Rows.pingPong(1, Variant.JDK_TCP, Condition.NEAR, 50),
        Rows.stream(1, Variant.JDK_TCP, Condition.FAR, 200),
        Rows.invalid(2, Variant.JDK_TCP, "too late"));
    assertEquals(4, lines.size());
    for (String line : lines) {
      assertEquals(34, line.split(",", -1).length, line);
    }
  }

  @Test
  void aLineHoldsTheFiguresTheClassAndTheMachine(@TempDir Path directory) throws Exception {
    String line = write(directory, Rows.pingPong(3, Variant.JDK_TCP, Condition.NEAR, 50)).get(1);
    assertTrue(line.endsWith(",7,3,pingpong:16,1,two-cores,jdk-tcp,near,,100.0,120.0,0.125,50.0,"
        + "100.0,150.0,1000,0.5,2000.0,0.001,1.5,10,20,,,,,,2.5,true,false,2,"
        + "\"a \"\"fast\"\" one\",JDK 25,Linux 6"), line);
  }

  @Test
  void whatWasNotMeasuredIsEmpty() {
    assertEquals("", CsvFile.field(Double.NaN));
  }

  @Test
  void textWithCommasOrQuotesIsQuoted() {
    assertEquals("\"a, \"\"b\"\"\"", CsvFile.field("a, \"b\""));
  }

  private static List<String> write(Path directory, Row... rows) throws Exception {
    Path file = directory.resolve("new").resolve("bench.csv");
    Options options = OptionParser.parse("--csv", file.toString(), "--seed", "7");
    try (CsvFile csv = CsvFile.create(options, MACHINE)) {
      for (Row row : rows) {
        csv.add(row);
      }
    }
    return Files.readAllLines(file);
  }
}
