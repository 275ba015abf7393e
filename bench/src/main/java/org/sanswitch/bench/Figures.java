package org.sanswitch.bench;

import java.util.Map;
import org.sanswitch.bench.program.Output;
import org.sanswitch.bench.program.Task.Kind;

/**
 * What the two programs measured. Round trips are in µs, and not a number for one-way traffic.
 *
 * @param p50 the median round trip
 * @param p99 exceeded by one round trip of 100
 * @param p999 exceeded by one round trip of 1000
 * @param messages how many were measured
 * @param seconds how long they took
 * @param messagesPerSecond messages, or round trips, a second
 * @param gibPerSecond payload one way, in GiB/s
 * @param clientAllocated what the client's thread allocated while it was measured, in bytes
 * @param serverAllocated the same of the server's thread, from its 1000th message on for round trips
 */
record Figures(
    double p50,
    double p99,
    double p999,
    long messages,
    double seconds,
    double messagesPerSecond,
    double gibPerSecond,
    long clientAllocated,
    long serverAllocated) {

  private static final double GIB = 1L << 30;

  static Figures of(Workload workload, Map<String, Long> client, Map<String, Long> server)
      throws MeasurementException {
    long messages = value(client, Output.MESSAGES);
    double seconds = value(client, Output.NANOS) / 1e9;
    boolean pingPong = workload.kind() == Kind.PINGPONG;
    return new Figures(pingPong ? value(client, Output.P50) / 1e3 : Double.NaN,
        pingPong ? value(client, Output.P99) / 1e3 : Double.NaN,
        pingPong ? value(client, Output.P999) / 1e3 : Double.NaN, messages, seconds,
        messages / seconds, messages * (double) workload.bytes() / seconds / GIB,
        value(client, Output.ALLOCATED), value(server, Output.ALLOCATED));
  }

  /** {@return what ratios compare: more is better} */
  double speed() {
    return Double.isNaN(p50) ? messagesPerSecond : 1 / p50;
  }

  /** {@return what both threads allocated for a message, in bytes} */
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
