package org.sanswitch.impl.simulation;

/** What happened, in order: a hash of all of it, the last of it as text, all of it if asked for. */
final class Trace {

  private static final int LAST = 128;

  private final boolean print;
  private final String[] texts = new String[LAST];
  private final long[] numbers = new long[3 * LAST];
  private long count;
  private long hash;

  Trace(boolean print) {
    this.print = print;
  }

  /** Notes an event with two numbers that belong to it. */
  void add(long nanos, String what, long a, long b) {
    hash = mix(mix(mix(hash ^ what.hashCode()) + nanos) + a) + b;
    int at = (int) (count++ % LAST);
    texts[at] = what;
    numbers[3 * at] = nanos;
    numbers[3 * at + 1] = a;
    numbers[3 * at + 2] = b;
    if (print) {
      System.out.println(line(at));
    }
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** {@return a number that another run has only if the same happened in it} */
  long hash() {
    return mix(hash + count);
  }

  long count() {
    return count;
  }

  /** {@return the last events, one a line} */
  String last() {
    StringBuilder text = new StringBuilder();
    for (long i = Math.max(0, count - LAST); i < count; i++) {
      text.append(line((int) (i % LAST))).append('\n');
    }
    return text.toString();
  }

  private String line(int at) {
    return "%14.6f ms  %s %d %d".formatted(numbers[3 * at] / 1e6, texts[at], numbers[3 * at + 1],
        numbers[3 * at + 2]);
  }
}
