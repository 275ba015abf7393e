package org.sanswitch.bench;

import java.util.Arrays;
import java.util.Collection;

/** Medians and intervals. */
final class Statistics {

  /** With fewer values than this the interval is from the least to the greatest. */
  static final int ENOUGH_FOR_QUARTILES = 5;

  private Statistics() {}

  /** The middle of some values and how far they spread. */
  record Spread(double low, double median, double high) {}

  /** {@return the median of the values, not a number if there are none} */
  static double median(Collection<Double> values) {
    return quantile(sorted(values), 0.5);
  }

  /** {@return the median and the quartiles; of fewer than five values the least and greatest} */
  static Spread spread(Collection<Double> values) {
    double[] sorted = sorted(values);
    double tail = sorted.length < ENOUGH_FOR_QUARTILES ? 0 : 0.25;
    return new Spread(quantile(sorted, tail), quantile(sorted, 0.5), quantile(sorted, 1 - tail));
  }

  private static double[] sorted(Collection<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /** Between two values it interpolates. */
  private static double quantile(double[] sorted, double part) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
