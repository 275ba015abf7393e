package org.sanswitch.rules.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ledger of this project against its sources; {@code -Dledger.write=true} brings it in step. */
class LedgerTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path DOCUMENT = ROOT.resolve("docs").resolve("rules.md");

  private static final SourceScan SCAN = scan();
  private static final Ledger LEDGER = ledger(SCAN);

  private static SourceScan scan() {
    try {
      return SourceScan.of(ROOT);
    } catch (IOException e) {
      throw new AssertionError("the sources cannot be read", e);
    }
  }

  private static Ledger ledger(SourceScan scan) {
    try {
      if (Boolean.getBoolean("ledger.write")) {
        Files.write(DOCUMENT, Ledger.of(Files.readAllLines(DOCUMENT)).with(scan.claims()));
      }
      return Ledger.of(Files.readAllLines(DOCUMENT));
    } catch (IOException e) {
      throw new AssertionError(DOCUMENT + " cannot be read or written", e);
    }
  }

  @Test
  void testsAndMutantsNameRulesThatExist() {
    assertEquals(List.of(), LedgerCheck.annotations(LEDGER, SCAN));
  }

  @Test
  void everyRuleIsKeptShownAndBrokenByAMutant() {
    assertEquals("", String.join("\n", LedgerCheck.rules(LEDGER, SCAN)));
  }
}
