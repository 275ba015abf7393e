package org.sanswitch.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private final AtomicLong clock = new AtomicLong(-5);

  @Test
  void withoutATimeItGoesOnUntilAllRoundsAreOver() throws UsageException {
    Schedule schedule = schedule("--rounds", "2");
    assertTrue(schedule.another(1));
    round(schedule, 1, 10_000);
    assertTrue(schedule.another(2));
    assertFalse(schedule.another(3));
  }

  @Test
  void beginsNoRoundThatWouldNotBeOverInTime() throws UsageException {
    Schedule schedule = schedule("--minutes", "10");
    assertTrue(schedule.another(1));
    round(schedule, 1, 4);
    assertTrue(schedule.another(2));
    round(schedule, 2, 3);
    assertFalse(schedule.another(3));
  }

  @Test
  void theFirstRoundIsAlwaysWhole() throws UsageException {
    Schedule schedule = schedule("--minutes", "1");
    assertTrue(schedule.another(1));
    round(schedule, 1, 70);
    assertFalse(schedule.another(2));
  }

  @Test
  void estimatesByTheNumberOfMeasurements() throws UsageException {
    Options options = OptionParser.parse("--workloads", "pingpong:16,connect", "--placements",
        "free,one-core", "--connections", "1,2", "--rounds", "10");
    Matrix matrix = Matrix.of(options);
    assertEquals(2 * 2 * 2 + 2 * 2, matrix.measurements());
    assertEquals("12 measurements a round, about 1 minutes; 10 rounds, about 0.1 hours in all",
        schedule("--rounds", "10").estimate(matrix));
  }

  @Test
  void leavesOutWhatAVariantCannotDo() throws UsageException {
    Matrix matrix = Matrix.of(OptionParser.parse("--workloads", "idle:5,paced:16", "--variants",
        "aeron-ipc,jdk-tcp-spin,jdk-uds", "--connections", "1,8", "--placements", "free"));
    assertEquals(List.of("idle:5 x1 free", "paced:16 x1 free", "paced:16 x8 free"),
        matrix.groups().stream().map(Object::toString).toList());
    assertEquals(List.of(Variant.JDK_UDS), matrix.variants(matrix.groups().get(0)));
    assertEquals(List.of(Variant.AERON_IPC, Variant.JDK_TCP_SPIN, Variant.JDK_UDS),
        matrix.variants(matrix.groups().get(1)));
  }

  private Schedule schedule(String... options) throws UsageException {
    return new Schedule(OptionParser.parse(options), clock::get);
  }

  private void round(Schedule schedule, int number, int minutes) {
    clock.addAndGet(TimeUnit.MINUTES.toNanos(minutes));
    schedule.after(number);
  }
}
