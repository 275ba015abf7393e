package org.sanswitch.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sanswitch.bench.Condition.FAR;
import static org.sanswitch.bench.Condition.NEAR;
import static org.sanswitch.bench.Variant.JDK_TCP;
import static org.sanswitch.bench.Variant.SWITCH_EMU;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void comparesRoundTripsByTheirMedianInTheSameRound() {
    List<Summary> summaries = Summary
      .of(List.of(Rows.pingPong(1, JDK_TCP, NEAR, 50), Rows.pingPong(1, SWITCH_EMU, NEAR, 0.25),
          Rows.pingPong(2, SWITCH_EMU, NEAR, 0.5), Rows.pingPong(2, JDK_TCP, NEAR, 60)));
    assertEquals(List.of(200.0, 120.0), summaries.get(1).ratios());
  }

  @Test
  void comparesStreamsByMessagesASecond() {
    List<Summary> summaries = Summary.of(
        List.of(Rows.stream(1, JDK_TCP, NEAR, 200), Rows.stream(1, SWITCH_EMU, NEAR, 30_000)));
    assertEquals(List.of(150.0), summaries.get(1).ratios());
  }

  @Test
  void neverComparesNearWithFar() {
    List<Summary> summaries = Summary.of(
        List.of(Rows.pingPong(1, JDK_TCP, FAR, 50), Rows.pingPong(1, SWITCH_EMU, NEAR, 0.25)));
    assertEquals(List.of(), summaries.get(1).ratios());
  }

  @Test
  void countsTheRoundsOfEachClassApart() {
    List<Summary> summaries =
        Summary.of(List.of(Rows.pingPong(1, JDK_TCP, FAR, 50), Rows.pingPong(2, JDK_TCP, NEAR, 40),
            Rows.pingPong(3, JDK_TCP, FAR, 60)));
    assertEquals(2, summaries.size());
    assertEquals(55, summaries.get(0).median(Figures::p50));
    assertEquals(40, summaries.get(1).median(Figures::p50));
  }

  @Test
  void leavesInvalidRowsOut() {
    assertEquals(List.of(), Summary.of(List.of(Rows.invalid(1, JDK_TCP, "too late"))));
  }

  @Test
  void theTableShowsMediansRatiosAndInvalidRows() {
    String table = Table.of(List.of(Rows.pingPong(1, SWITCH_EMU, NEAR, 0.25),
        Rows.pingPong(1, JDK_TCP, NEAR, 50), Rows.invalid(2, SWITCH_EMU, "went by tcp")));
    List<String> lines = table.lines().toList();
    assertTrue(
        lines.get(1).matches("pingpong:16 +1 two-cores near +jdk-tcp +1 +50.0 +100 +150 .*"),
        table);
    assertTrue(
        lines.get(2).matches(".* switch-emu +1 +0.250 .* 1.50 +0.03 +- +200  200..200 \\(1\\)"),
        table);
    assertEquals("invalid: round 2 pingpong:16 x1 two-cores switch-emu: went by tcp",
        lines.get(3));
  }

  @Test
  void comparesIdleConnectionsByAllTheirMemory() {
    List<Row> rows =
        List.of(Rows.idle(1, JDK_TCP, 1024, 0), Rows.idle(1, SWITCH_EMU, 1024, 3072));
    assertEquals(List.of(0.25), Summary.of(rows).get(1).ratios());
    assertTrue(Table.of(rows).lines().toList().get(2).matches(".* 4.00 +0.250 .*"),
        Table.of(rows));
  }

  @Test
  void theTableTellsOfRowsThatHadNotSettled() {
    String table = Table.of(List.of(Rows.stream(1, JDK_TCP, NEAR, 200)));
    assertTrue(table.contains("1 rows were measured before they had settled"), table);
  }

  @Test
  void theTableMarksReferences() {
    String table = Table.of(List.of(Rows.pingPong(1, Variant.AERON_IPC, NEAR, 0.2)));
    assertTrue(table.contains(" aeron-ipc* "), table);
  }
}
