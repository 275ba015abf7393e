package org.sanswitch.bench.program;

import java.util.List;

/**
 * What a pair of programs does.
 *
 * @param kind the shape of the traffic
 * @param bytes length of a message, which is one write
 * @param warmupMillis how long the traffic flows before it is measured
 * @param measureMillis how long it is measured, in ms
 * @param verify whether every byte is compared with what was sent
 * @param polling whether the channel is polled in non-blocking mode
 */
public record Task(
    Kind kind,
    int bytes,
    int warmupMillis,
    int measureMillis,
    boolean verify,
    boolean polling) {

  /** The shape of the traffic. */
  public enum Kind {
    /** One message there, the same back. */
    PINGPONG,
    /** Messages one way, one acknowledgement at the end. */
    STREAM
  }

  /** {@return the arguments from which {@link #parse} makes the same task} */
  public List<String> arguments() {
    return List.of(kind.name(), Integer.toString(bytes), Integer.toString(warmupMillis),
        Integer.toString(measureMillis), Boolean.toString(verify), Boolean.toString(polling));
  }

  /** {@return the task that {@link #arguments} describes} */
  public static Task parse(String... arguments) {
    if (arguments.length != 6) {
      throw new IllegalArgumentException("6 arguments are needed, not " + arguments.length);
    }
    return new Task(Kind.valueOf(arguments[0]), Integer.parseInt(arguments[1]),
        Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]),
        Boolean.parseBoolean(arguments[4]), Boolean.parseBoolean(arguments[5]));
  }
}
