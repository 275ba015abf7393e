package org.sanswitch.sample;

import java.util.Deque;

/** What calls of the sample become. */
public final class StackMutations {

  private StackMutations() {}

  /** Gives the oldest, not the newest. */
  public static Object oldest(Deque<?> items) {
    return items.pollLast();
  }

  /** Looks without taking. */
  static Object look(Deque<?> items) {
    return items.peek();
  }

  /** {@return a weight that is none} */
  public static long heavy() {
    return 1_000_000;
  }

  /** Takes something else than it is given. */
  public static long ofText(String text) {
    return text.length();
  }

  /** Has a parameter that no caller has. */
  public static void number(int number) {}

  /** Not static, so of no use. */
  public long instance() {
    return 0;
  }

  /** Overloaded, so that it cannot be named. */
  public static long twice() {
    return 0;
  }

  /** The other one. */
  public static long twice(long number) {
    return number;
  }
}
