package org.sanswitch.bench;

import java.util.Map;
import org.sanswitch.bench.program.Output;
import org.sanswitch.bench.program.Task.Kind;

/**
 * What the two programs measured. What a workload does not have is not a number.
 *
 * @param times of single exchanges
 * @param messages how many were measured, of all connections
 * @param seconds how long they took
 * @param messagesPerSecond messages, round trips or connections a second
 * @param gibPerSecond payload one way, in GiB/s
 * @param cores processor time of both processes while they were measured, as cores in use
 * @param clientAllocated what the client's threads allocated while they were measured, in bytes
 * @param serverAllocated the same of the server's, from the 1000th message on for round trips
 * @param connectsPerSecond connections made a second, one after the other or through a selector
 * @param memory what an idle connection takes
 * @param warmup how long and how well it warmed up
 */
record Figures(
    Times times,
    long messages,
    double seconds,
    double messagesPerSecond,
    double gibPerSecond,
    double cores,
    long clientAllocated,
    long serverAllocated,
    double connectsPerSecond,
    Memory memory,
    Warmup warmup) {

  private static final double GIB = 1L << 30;

  /** Nothing was measured. */
  static final Figures NONE = new Figures(Times.NONE, 0, Double.NaN, Double.NaN, Double.NaN,
      Double.NaN, 0, 0, Double.NaN, Memory.NONE, new Warmup(Double.NaN, false));

  /**
   * Round trips, or how long it took to connect, in µs.
   *
   * @param p50 the median
   * @param p99 exceeded by one of 100
   * @param p999 exceeded by one of 1000
   */
  record Times(double p50, double p99, double p999) {
    static final Times NONE = new Times(Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * What a connection takes that is only there, both ends together, in bytes.
   *
   * @param heap of Java
   * @param own other memory of the processes that is not shared
   * @param shared shared memory
   * @param kernel of the kernel, as far as it tells
   */
  record Memory(double heap, double own, double shared, double kernel) {
    static final Memory NONE = new Memory(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    double total() {
      return heap + own + shared + kernel;
    }
  }

  /**
   * The warm-up.
   *
   * @param seconds how long it took
   * @param settled whether it ended because nothing changed any more
   */
  record Warmup(double seconds, boolean settled) {}

  static Figures of(Workload workload, Map<String, Long> client, Map<String, Long> server)
      throws MeasurementException {
    long messages = value(client, Output.MESSAGES);
    double seconds = value(client, Output.NANOS) / 1e9;
    boolean idle = workload.kind() == Kind.IDLE;
    boolean payload = !idle && !workload.connects();
    return new Figures(times(workload, client), messages, seconds,
        idle ? Double.NaN : messages / seconds,
        payload ? messages * (double) workload.bytes() / seconds / GIB : Double.NaN,
        value(client, Output.SPAN_CPU) / (double) value(client, Output.SPAN),
        value(client, Output.ALLOCATED), serverAllocated(workload, messages, client, server),
        connectsPerSecond(workload, messages / seconds, client),
        workload.weighs() ? memory(workload.count(), client, server) : Memory.NONE,
        idle ? new Warmup(0, true)
            : new Warmup(value(client, Output.WARMUP) / 1e9, value(client, Output.SETTLED) == 1));
  }

  private static Times times(Workload workload, Map<String, Long> client)
      throws MeasurementException {
    return workload.timesEach()
        ? new Times(value(client, Output.P50) / 1e3, value(client, Output.P99) / 1e3,
            value(client, Output.P999) / 1e3)
        : Times.NONE;
  }

  private static double connectsPerSecond(Workload workload, double messagesPerSecond,
      Map<String, Long> client) throws MeasurementException {
    return switch (workload.kind()) {
      case CONNECT, SELECT_CONNECT, IDLE -> messagesPerSecond;
      case SELECT_IDLE -> value(client, Output.OPENED) * 1e9 / value(client, Output.OPEN_NANOS);
      default -> Double.NaN;
    };
  }

  /** A server may not know which of its messages are measured: a share of all. */
  private static long serverAllocated(Workload workload, long messages, Map<String, Long> client,
      Map<String, Long> server) throws MeasurementException {
    long allocated = value(server, Output.ALLOCATED);
    return switch (workload.kind()) {
      case PINGPONG, PACED, STREAM, IDLE -> allocated;
      case CONNECT -> (long) ((double) allocated * messages / value(client, Output.CONNECTIONS));
      default -> (long) ((double) allocated * messages
          / Math.max(1, value(server, Output.MESSAGES)));
    };
  }

  private static Memory memory(long count, Map<String, Long> client, Map<String, Long> server)
      throws MeasurementException {
    double connections = (double) count;
    return new Memory(
        (value(client, Output.HEAP) + value(server, Output.HEAP)) / connections,
        value(client, Output.OWN) / connections, value(client, Output.SHARED) / connections,
        value(client, Output.KERNEL) / connections);
  }

  double p50() {
    return times.p50;
  }

  double p99() {
    return times.p99;
  }

  double p999() {
    return times.p999;
  }

  /** {@return what ratios compare: more is better} */
  double speed(Kind kind) {
    return switch (kind) {
      case PINGPONG, PACED, SELECT, SELECT_PACED, SELECT_IDLE, ASYNC, NETTY -> 1 / times.p50;
      case STREAM, CONNECT, SELECT_ALL, SELECT_CONNECT, SEND_FILE, RECEIVE_FILE ->
        messagesPerSecond;
      case IDLE -> 1 / memory.total();
    };
  }

  /** {@return what all threads allocated for a message, in bytes} */
  double allocatedPerMessage() {
    return (clientAllocated + serverAllocated) / (double) messages;
  }

  private static long value(Map<String, Long> values, String name) throws MeasurementException {
    Long value = values.get(name);
    if (value == null) {
      throw new MeasurementException("a program ended without telling " + name);
    }
    return value;
  }
}
