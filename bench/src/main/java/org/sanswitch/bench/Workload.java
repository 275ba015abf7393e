package org.sanswitch.bench;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sanswitch.bench.program.Task;
import org.sanswitch.bench.program.Task.Kind;
import org.sanswitch.bench.program.Task.Timing;

/**
 * A shape of traffic and the length of its messages.
 *
 * @param kind the shape
 * @param bytes the length of one write, at least 1
 * @param count how many connections are idle, 0 for other shapes
 */
record Workload(Kind kind, int bytes, int count) {

  static final String FORMS =
      "pingpong:<size>, paced:<size>, stream:<size>, connect or idle:<count>, as in stream:64KiB";

  private static final int LONGEST = 64 << 20;
  private static final int MOST_IDLE = 8000;

  /** What goes over a connection that is only made, or only there. */
  private static final int TOKEN = 16;

  /** At one message a millisecond a short time gives no percentiles, so it is longer. */
  private static final int PACED_LONGER = 5;

  private static final Pattern TEXT =
      Pattern.compile("(pingpong|paced|stream):(\\d{1,9})(KiB|MiB)?|(connect)|(idle):(\\d{1,9})");

  /** All that the project has aims for. */
  static final List<Workload> ALL = Stream
    .of("pingpong:16", "pingpong:1KiB", "pingpong:64KiB", "paced:16", "stream:64", "stream:1KiB",
        "stream:64KiB", "stream:1MiB", "stream:16MiB", "connect", "idle:1000")
    .map(Workload::parse)
    .toList();

  Workload {
    if (bytes < 1 || bytes > LONGEST) {
      throw new IllegalArgumentException(
          "a message has 1 to " + LONGEST + " bytes, not " + bytes);
    }
    if (kind == Kind.IDLE && (count < 1 || count > MOST_IDLE)) {
      throw new IllegalArgumentException(
          "1 to " + MOST_IDLE + " connections can be idle, not " + count);
    }
  }

  /** {@return the workload of a text such as pingpong:16 or stream:64KiB} */
  static Workload parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a workload is " + FORMS + ", not " + text);
    }
    if (matcher.group(4) != null) {
      return new Workload(Kind.CONNECT, TOKEN, 0);
    }
    if (matcher.group(5) != null) {
      return new Workload(Kind.IDLE, TOKEN, Integer.parseInt(matcher.group(6)));
    }
    Kind kind = Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
    String unit = matcher.group(3);
    long bytes =
        Long.parseLong(matcher.group(2)) << (unit == null ? 0 : unit.equals("KiB") ? 10 : 20);
    return new Workload(kind, (int) Math.min(bytes, Integer.MAX_VALUE), 0);
  }

  /** {@return whether the number of connections at once matters} */
  boolean scales() {
    return kind != Kind.IDLE;
  }

  /** {@return whether single exchanges are timed, so that there are percentiles} */
  boolean timesEach() {
    return kind == Kind.PINGPONG || kind == Kind.PACED || kind == Kind.CONNECT;
  }

  /** {@return what the options say, made fit for this shape} */
  Timing timing(Timing timing) {
    return kind != Kind.PACED
        ? timing
        : new Timing(timing.leastMillis(), timing.mostMillis(),
            timing.measureMillis() * PACED_LONGER, timing.paceMicros());
  }

  /** {@return the task of the two programs} */
  Task task(Options options, Variant variant, int connections, String place) {
    return new Task(kind, variant.transport, bytes, count, connections, timing(options.timing()),
        options.verify(), place);
  }

  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return switch (kind) {
      case CONNECT -> name;
      case IDLE -> name + ":" + count;
      default -> name + ":" + size();
    };
  }

  /** {@return the length of a message as in 64KiB} */
  String size() {
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + "MiB"
        : bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : Integer.toString(bytes);
  }
}
