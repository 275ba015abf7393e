package org.sanswitch.provider.emu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator writes, and what he is told. */
class FaultPlanTest {

  @Test
  void isOffWithoutSettings() {
    assertFalse(FaultPlans.of().isOn());
    assertFalse(FaultPlans.of("seed=1", "drop.every=3").isOn());
    assertFalse(FaultPlans.of("backlog.full=false", "rdma.read=true").isOn());
  }

  @Test
  void namesAllThatIsOnInOneLine() {
    assertEquals(
        "fault injection is ON:"
            + " fault.delay.micros=100-2000 (every connection with 25 %),"
            + " fault.drop.after=7 (1 connection in 3, at most 5),"
            + " fault.backlog.full=true (every connection),"
            + " fault.rdma.read=false, fault.message.size=4096, fault.seed=42",
        FaultPlans
          .of(
              "delay.micros=100-2000", "delay.percent=25", "drop.after=7", "drop.every=3",
              "drop.limit=5", "backlog.full=true", "rdma.read=false", "message.size=4096",
              "seed=42")
          .toString());
  }

  @Test
  void tellsWhatIsNotAllowedAndLeavesItOut() {
    List<String> problems = new ArrayList<>();
    assertFalse(
        FaultPlans.read(problems, "drop.after=0", "stall.after=soon", "message.size=100").isOn());
    String range = " is not a whole number of ";
    String orTwo = ", or two of them with a hyphen between; nothing is used";
    assertEquals(
        List.of(
            "sanswitch.emu.fault.drop.after = '0'" + range + "1 to 2147483647" + orTwo,
            "sanswitch.emu.fault.stall.after = 'soon'" + range + "0 to 2147483647" + orTwo,
            "sanswitch.emu.fault.message.size = '100'" + range
                + "4096 to 2147483647; 2147483647 is used"),
        problems);
  }

  @Test
  void tellsOfAFaultThatIsMisspelt() {
    List<String> problems = new ArrayList<>();
    assertFalse(FaultPlans.read(problems, "dorp.after=3").isOn());
    assertEquals(1, problems.size(), problems.toString());
    String start = "sanswitch.emu.fault.dorp.after is not a setting and is ignored; there are ";
    assertEquals(start, problems.getFirst().substring(0, start.length()));
  }
}
