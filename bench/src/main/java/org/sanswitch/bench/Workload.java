package org.sanswitch.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sanswitch.bench.program.Task;
import org.sanswitch.bench.program.Task.Kind;

/**
 * A shape of traffic and the length of its messages.
 *
 * @param kind the shape
 * @param bytes the length of one write, at least 1
 */
record Workload(Kind kind, int bytes) {

  private static final int LONGEST = 64 << 20;
  private static final Pattern TEXT = Pattern.compile("(pingpong|stream):(\\d{1,9})(KiB|MiB)?");

  Workload {
    if (bytes < 1 || bytes > LONGEST) {
      throw new IllegalArgumentException(
          "a message has 1 to " + LONGEST + " bytes, not " + bytes);
    }
  }

  /** {@return the workload of a text such as pingpong:16 or stream:64KiB} */
  static Workload parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a workload is pingpong:<size> or stream:<size>, as in stream:64KiB, not " + text);
    }
    Kind kind = matcher.group(1).equals("pingpong") ? Kind.PINGPONG : Kind.STREAM;
    String unit = matcher.group(3);
    long bytes =
        Long.parseLong(matcher.group(2)) << (unit == null ? 0 : unit.equals("KiB") ? 10 : 20);
    return new Workload(kind, (int) Math.min(bytes, Integer.MAX_VALUE));
  }

  /** {@return the task of the two programs} */
  Task task(Options options, Variant variant) {
    return new Task(kind, bytes, options.warmupMillis(), options.measureMillis(), options.verify(),
        variant.polling);
  }

  @Override
  public String toString() {
    String size = bytes % (1 << 20) == 0 ? (bytes >> 20) + "MiB"
        : bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : Integer.toString(bytes);
    return (kind == Kind.PINGPONG ? "pingpong:" : "stream:") + size;
  }
}
