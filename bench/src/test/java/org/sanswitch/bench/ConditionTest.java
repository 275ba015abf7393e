package org.sanswitch.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

  @ParameterizedTest
  @CsvSource({
      "TWO_CORES, 100, 150, 0.25, NEAR",
      "FREE, 100, 100, 0, NEAR",
      "TWO_CORES, 151, 400, 0, FAR",
      "TWO_CORES, 100, 400, 0, MIXED",
      "TWO_CORES, 400, 100, 0, MIXED",
      "ONE_CORE, 100, 400, 0, ONE_CORE",
      "FREE, NaN, NaN, 0, UNKNOWN",
      "TWO_CORES, NaN, NaN, 0.26, BUSY",
      "ONE_CORE, NaN, NaN, 0, ONE_CORE",
      "TWO_CORES, 100, 100, 0.26, BUSY",
      "ONE_CORE, 100, 100, 0.26, BUSY"})
  void classesByBothRoundTripsOfTheCacheLineAndByOtherLoad(Placement placement, double before,
      double after, double otherCores, Condition condition) {
    assertEquals(condition, Condition.of(placement, before, after, otherCores));
  }

  @Test
  void countsAllTimeThatIsNotIdle() {
    assertEquals(1 + 2 + 4 + 64 + 128 + 256,
        OtherLoad.busyTicks("cpu  1 2 4 8 16 64 128 256 1024 2048"));
  }

  @Test
  void readsTheKernelsListOfCores() {
    assertEquals(List.of(0, 1, 2, 7, 9, 10), Cores.list("0-2,7,9-10"));
  }
}
