package org.sanswitch.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {

  private static final Workload LARGE = Workload.parse("pingpong:64KiB");

  @Test
  void drawsOneFilePerClassWithALineForEachVariant(@TempDir Path directory) throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int round = 1; round <= Plots.ENOUGH_ROUNDS; round++) {
      rows.add(Rows.pingPong(round, Variant.JDK_TCP, Condition.NEAR, 50));
      rows.add(Rows.pingPong(round, LARGE, Variant.JDK_TCP, Condition.NEAR, 60));
      rows.add(Rows.pingPong(round, Variant.AERON_IPC, Condition.NEAR, 0.14));
      rows.add(Rows.stream(round, Variant.JDK_TCP, Condition.FAR, 200));
      rows.add(Rows.stream(round, Variant.JDK_TCP, Condition.BUSY, 200));
      rows.add(Rows.stream(round, Variant.JDK_TCP, Condition.MIXED, 200));
    }
    List<Path> files = Plots.write(directory, Summary.of(rows));
    assertEquals(List.of("latency-two-cores-near-1.svg", "throughput-two-cores-far-1.svg"),
        files.stream().map(file -> file.getFileName().toString()).toList());
    String latency = Files.readString(files.get(0));
    assertTrue(latency.contains(colour(Variant.JDK_TCP)), "no line of jdk-tcp");
    assertTrue(latency.contains(colour(Variant.AERON_IPC)), "no line of aeron-ipc");
    assertFalse(latency.contains(colour(Variant.SWITCH_EMU)), "a line of what was not measured");
    assertTrue(Files.readString(files.get(1)).stripTrailing().endsWith("</svg>"), "not whole");
  }

  private static String colour(Variant variant) {
    Color colour = PlotStyle.colour(variant);
    return "rgb(" + colour.getRed() + "," + colour.getGreen() + "," + colour.getBlue() + ")";
  }

  @Test
  void leavesOutWhatHasTooFewRounds(@TempDir Path directory) throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int round = 1; round < Plots.ENOUGH_ROUNDS; round++) {
      rows.add(Rows.pingPong(round, Variant.JDK_TCP, Condition.NEAR, 50));
    }
    assertEquals(List.of(), Plots.write(directory, Summary.of(rows)));
  }
}
