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
 * @param count how many connections are idle, 0 for shapes without idle ones
 */
record Workload(Kind kind, int bytes, int count) {

  static final String FORMS =
      "pingpong:<size>, paced:<size>, stream:<size>, select:<size>, select-all:<size>, select-paced:<size>, async:<size>, "
          + "netty:<size>, send-file:<size>, receive-file:<size>, connect, select-connect, "
          + "idle:<count> or select-idle:<count>, as in stream:64KiB";

  private static final int LONGEST = 64 << 20;
  private static final int MOST_IDLE = 10_000;

  /** A thread for each connection; a selector has more. */
  private static final int MOST_THREADS = 64;

  /** The most that can be asked for. */
  static final int MOST_CONNECTIONS = 1000;

  /** How many connections are busy beside idle ones. */
  private static final int BUSY = 100;

  /** What goes over a connection that is only made, or only there. */
  private static final int TOKEN = 16;

  /** At one message a millisecond a short time gives no percentiles, so it is longer. */
  private static final int PACED_LONGER = 5;

  private static final Pattern TEXT =
      Pattern.compile(
          "(pingpong|paced|stream|select|select-all|select-paced|async|netty|send-file|receive-file)"
              + ":(\\d{1,9})(KiB|MiB)?|(connect|select-connect)|(idle|select-idle):(\\d{1,9})");

  /** All that the project has aims for. */
  static final List<Workload> ALL = Stream
    .of("pingpong:16", "pingpong:1KiB", "pingpong:64KiB", "paced:16", "stream:64", "stream:1KiB",
        "stream:64KiB", "stream:1MiB", "stream:16MiB", "connect", "idle:1000", "select:16",
        "select-all:16", "select-paced:16", "select-connect", "select-idle:10000", "async:16",
        "netty:16",
        "send-file:16KiB", "send-file:64MiB", "receive-file:16KiB", "receive-file:64MiB")
    .map(Workload::parse)
    .toList();

  Workload {
    if (bytes < 1 || bytes > LONGEST) {
      throw new IllegalArgumentException(
          "a message has 1 to " + LONGEST + " bytes, not " + bytes);
    }
    if ((kind == Kind.IDLE || kind == Kind.SELECT_IDLE) && (count < 1 || count > MOST_IDLE)) {
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
      return new Workload(kind(matcher.group(4)), TOKEN, 0);
    }
    if (matcher.group(5) != null) {
      return new Workload(kind(matcher.group(5)), TOKEN, Integer.parseInt(matcher.group(6)));
    }
    Kind kind = kind(matcher.group(1));
    String unit = matcher.group(3);
    long bytes =
        Long.parseLong(matcher.group(2)) << (unit == null ? 0 : unit.equals("KiB") ? 10 : 20);
    return new Workload(kind, (int) Math.min(bytes, Integer.MAX_VALUE), 0);
  }

  private static Kind kind(String name) {
    return Kind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** {@return those of some numbers of connections at once that it is measured with} */
  List<Integer> connections(List<Integer> asked) {
    return switch (kind) {
      case IDLE -> List.of(1);
      case SELECT_IDLE -> List.of(BUSY);
      case SELECT, SELECT_ALL, SELECT_PACED, SELECT_CONNECT -> asked;
      default -> asked.stream().filter(number -> number <= MOST_THREADS).toList();
    };
  }

  /** {@return whether single exchanges are timed, so that there are percentiles} */
  boolean timesEach() {
    return kind != Kind.STREAM && kind != Kind.IDLE;
  }

  /** {@return whether it is told what connections take that are only there} */
  boolean weighs() {
    return kind == Kind.IDLE || kind == Kind.SELECT_IDLE;
  }

  /** {@return whether connections are what is counted as messages} */
  boolean connects() {
    return kind == Kind.CONNECT || kind == Kind.SELECT_CONNECT;
  }

  /** {@return whether what is counted goes from the server to the client only} */
  boolean downward() {
    return kind == Kind.SEND_FILE;
  }

  /** {@return what the options say, made fit for this shape} */
  Timing timing(Timing timing) {
    return kind != Kind.PACED && kind != Kind.SELECT_PACED
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
    String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return connects() ? name : name + ":" + (weighs() ? Integer.toString(count) : size());
  }

  /** {@return the length of a message as in 64KiB} */
  String size() {
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + "MiB"
        : bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : Integer.toString(bytes);
  }
}
