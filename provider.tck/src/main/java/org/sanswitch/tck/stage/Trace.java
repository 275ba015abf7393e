package org.sanswitch.tck.stage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was seen, in order: downcalls with their results, upcalls, and what the kit thinks of them.
 * Bounded: the first lines, the last ones and the findings are kept.
 */
public final class Trace {

  private static final int FIRST = 60;
  private static final int LAST = 140;
  private static final int MOST_FINDINGS = 20;

  /** How {@link Findings} marks a line. */
  static final String FINDING = "!! ";
  private static final double NANOS_PER_MILLI = 1e6;

  private final long start = System.nanoTime();

  /** Guard: this. */
  private final List<String> first = new ArrayList<>();

  /** Guard: this. */
  private final Deque<String> last = new ArrayDeque<>();

  /** Guard: this. */
  private int omitted;

  /** Guard: this. */
  private String latest = "";

  /** Guard: this. How often the latest line was repeated. */
  private int repeated;

  /** Makes an empty trace. */
  public Trace() {}

  /**
   * Adds a line with the time and the thread. The same again and again is counted only.
   *
   * @param what what was seen
   */
  public synchronized void add(String what) {
    String line = "[" + Thread.currentThread().getName() + "] " + what;
    if (line.equals(latest)) {
      repeated++;
      return;
    }
    endRepetition();
    latest = line;
    put(String.format("%9.3f ms %s", (System.nanoTime() - start) / NANOS_PER_MILLI, line));
  }

  private void endRepetition() {
    if (repeated > 0) {
      put("             ... the same " + repeated + " times more");
      repeated = 0;
    }
  }

  private void put(String line) {
    if (first.size() < FIRST) {
      first.add(line);
      return;
    }
    if (last.size() == LAST) {
      leaveOut(last.removeFirst());
    }
    last.add(line);
  }

  /** A finding is kept with the first lines, as long as there are not too many. */
  private void leaveOut(String line) {
    if (line.contains(FINDING) && first.size() < FIRST + MOST_FINDINGS) {
      first.add(line);
    } else {
      omitted++;
    }
  }

  /** {@return the lines} */
  public synchronized List<String> lines() {
    endRepetition();
    List<String> all = new ArrayList<>(first);
    if (omitted > 0) {
      all.add("             ... " + omitted + " lines left out");
    }
    all.addAll(last);
    return all;
  }
}
