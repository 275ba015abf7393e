package org.sanswitch.launcher.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.sanswitch.launcher.child.CheckFailedException;
import org.sanswitch.launcher.child.JavaChild;

/**
 * What the client of a database has measured, with times of the second round.
 *
 * @param leastSent payload bytes that it has sent at least
 * @param leastReceived payload bytes that it has received at least
 * @param insertSeconds putting all rows in, to the end of the commit
 * @param scanSeconds reading all rows back in order
 * @param lookUpMicros mean of asking for one row by its key
 */
record DatabaseFigures(long leastSent, long leastReceived, double insertSeconds,
    double scanSeconds, double lookUpMicros) {

  /** How many connections the client makes. */
  static final int CONNECTIONS = 1;

  /** Two rounds, of which the first one warms up the JVMs. */
  private static final List<String> ORDER = List.of("insert", "sum", "lookup", "scan", "insert",
      "sum", "lookup", "scan", "large");

  static DatabaseFigures read(JavaChild client, int rows) throws CheckFailedException {
    List<String> lines = new ArrayList<>();
    String line = client.line();
    for (; !line.equals("done"); line = client.line()) {
      lines.add(line);
    }
    return parse(lines, rows);
  }

  /** Figures of lines as the client prints them; fails unless all of it was as generated. */
  static DatabaseFigures parse(List<String> lines, int rows) throws CheckFailedException {
    List<Step> steps = new ArrayList<>();
    for (String line : lines) {
      steps.add(Step.parse(line));
    }
    if (!steps.stream().map(Step::name).toList().equals(ORDER)) {
      throw new CheckFailedException("the database's client shall print " + ORDER
          + ", but has printed: " + lines);
    }
    for (Step step : steps) {
      if (step.isOfAllRows() && step.count() != rows) {
        throw new CheckFailedException(
            step.name() + " was of " + step.count() + " rows, not of " + rows);
      }
    }
    Step lookUp = last(steps, "lookup");
    return new DatabaseFigures(bytes(steps, Step::isSent), bytes(steps, Step::isReceived),
        last(steps, "insert").nanos() / 1e9, last(steps, "scan").nanos() / 1e9,
        lookUp.nanos() / 1e3 / lookUp.count());
  }

  private static Step last(List<Step> steps, String name) {
    return steps.reversed()
      .stream()
      .filter(step -> step.name().equals(name))
      .findFirst()
      .orElseThrow();
  }

  private static long bytes(List<Step> steps, Predicate<Step> which) {
    return steps.stream().filter(which).mapToLong(Step::bytes).sum();
  }

  /** One line: what, how many, at least how many bytes, how long, and whether it was right. */
  private record Step(String name, long count, long bytes, long nanos) {

    static Step parse(String line) throws CheckFailedException {
      String[] words = line.split(" ", 5);
      if (words.length < 5 || !words[4].equals("same")) {
        throw new CheckFailedException("the database has given something else: " + line);
      }
      return new Step(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]),
          Long.parseLong(words[3]));
    }

    boolean isOfAllRows() {
      return name.equals("insert") || name.equals("scan");
    }

    boolean isSent() {
      return name.equals("insert") || name.equals("large");
    }

    boolean isReceived() {
      return !name.equals("insert");
    }
  }
}
