package org.sanswitch.bench.program;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a pair of programs does.
 *
 * @param kind the shape of the traffic
 * @param transport what carries it
 * @param bytes length of a message, which is one write
 * @param count how many idle connections are measured, 0 for other shapes
 * @param connections how many connections there are at once, each with a thread at both ends if the
 * kind has no selector, no handlers and no Netty
 * @param timing how long it takes
 * @param verify whether every byte is compared with what was sent
 * @param place the directory of files that both programs share
 */
public record Task(
    Kind kind,
    Transport transport,
    int bytes,
    int count,
    int connections,
    Timing timing,
    boolean verify,
    String place) {

  /** The shape of the traffic. */
  public enum Kind {
    /** One message there, the same back. */
    PINGPONG,
    /** The same once in a while, both ends asleep meanwhile. */
    PACED,
    /** Messages one way, one acknowledgement at the end. */
    STREAM,
    /** Connections that are made, used once and closed. */
    CONNECT,
    /** Connections that are used once and then only there. */
    IDLE,
    /** Round trips over many connections of one selector at each end, one at a time. */
    SELECT,
    /** The same, on all connections at once. */
    SELECT_ALL,
    /** The first once in a while, both ends asleep meanwhile. */
    SELECT_PACED,
    /** Connections made, used once and closed through one selector at each end. */
    SELECT_CONNECT,
    /** Idle connections and busy ones, in one selector at each end. */
    SELECT_IDLE,
    /** Round trips over asynchronous channels, by completion handlers. */
    ASYNC,
    /** Round trips between two programs on Netty. */
    NETTY,
    /** Files that the server sends by {@code transferTo}. */
    SEND_FILE,
    /** Files that the server takes by {@code transferFrom}. */
    RECEIVE_FILE;

    /** {@return whether the connections are those of a {@link Carrier}} */
    boolean carried() {
      return compareTo(IDLE) <= 0;
    }
  }

  /** What carries the bytes. */
  public enum Transport {
    /** A {@code SocketChannel} of TCP/IP, blocking. */
    TCP,
    /** The same in non-blocking mode, tried again at once. */
    TCP_POLLED,
    /** A {@code SocketChannel} of a Unix domain socket, blocking. */
    UNIX,
    /** Two streams of Aeron's IPC. */
    AERON,
    /** Two ring buffers of Agrona. */
    RING,
    /** TCP/IP by Netty's transport on epoll, in its own native code. */
    NETTY_EPOLL
  }

  /**
   * How long things take.
   *
   * @param leastMillis how long the traffic flows at least before it is measured
   * @param mostMillis how long it flows at most, settled or not
   * @param measureMillis how long it is measured
   * @param paceMicros time from one paced message to the next
   */
  public record Timing(int leastMillis, int mostMillis, int measureMillis, int paceMicros) {}

  /** {@return the arguments from which {@link #parse} makes the same task} */
  public List<String> arguments() {
    return List.of("kind=" + kind, "transport=" + transport, "bytes=" + bytes, "count=" + count,
        "connections=" + connections, "least=" + timing.leastMillis, "most=" + timing.mostMillis,
        "measure=" + timing.measureMillis, "pace=" + timing.paceMicros, "verify=" + verify,
        "place=" + place);
  }

  /** {@return the task that {@link #arguments} describes} */
  public static Task parse(String... arguments) {
    Map<String, String> values = Arrays.stream(arguments)
      .map(argument -> argument.split("=", 2))
      .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    return new Task(Kind.valueOf(text(values, "kind")),
        Transport.valueOf(text(values, "transport")), number(values, "bytes"),
        number(values, "count"), number(values, "connections"),
        new Timing(number(values, "least"), number(values, "most"), number(values, "measure"),
            number(values, "pace")),
        Boolean.parseBoolean(text(values, "verify")), text(values, "place"));
  }

  private static String text(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the argument " + name + "=… is missing");
    }
    return value;
  }

  private static int number(Map<String, String> values, String name) {
    return Integer.parseInt(text(values, name));
  }
}
