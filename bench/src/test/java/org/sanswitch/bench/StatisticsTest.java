package org.sanswitch.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sanswitch.bench.Statistics.Spread;

class StatisticsTest {

  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertEquals(2, Statistics.median(List.of(9.0, 1.0, 2.0)));
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    assertEquals(2.5, Statistics.median(List.of(4.0, 1.0, 2.0, 3.0)));
  }

  @Test
  void theMedianOfNothingIsNotANumber() {
    assertEquals(Double.NaN, Statistics.median(List.of()));
  }

  @Test
  void fewerThanFiveValuesSpreadFromTheLeastToTheGreatest() {
    assertEquals(new Spread(1, 2.5, 9), Statistics.spread(List.of(3.0, 9.0, 1.0, 2.0)));
  }

  @Test
  void fiveValuesSpreadFromQuartileToQuartile() {
    assertEquals(new Spread(2, 3, 4), Statistics.spread(List.of(5.0, 4.0, 3.0, 2.0, 1.0)));
  }
}
