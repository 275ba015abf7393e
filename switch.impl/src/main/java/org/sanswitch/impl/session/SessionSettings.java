package org.sanswitch.impl.session;

import java.util.concurrent.TimeUnit;

/**
 * Sizes and times of sessions; all times in nanoseconds.
 *
 * @param dataReceives receives posted for data frames at most, 1 to 16,384
 * @param firstReceives how many of them are posted at first, 1 to 16,384; more when the peer has used
 *     its last credit (ADR 159)
 * @param controlReceives receives posted for control frames at most, 4 to 1,024
 * @param bufferSize size of each receive in bytes, header included, 512 to 65,535
 * @param sendBuffers sends under way at most, 4 to 16,384; where the provider cannot copy at once,
 *     each has a buffer
 * @param spinNanos greatest time to stay awake before an await sleeps; 0 for never
 * @param negotiationNanos bound of a negotiation
 * @param closeNanos bound of a graceful close (CLO-7)
 * @param acknowledgeNanos delay of an acknowledgement for which no frame goes out by itself
 * @param sendNanos bound for urgent data to get a credit
 * @param stagingSize greatest piece of a large transfer that goes through memory of the switch, in
 *     bytes, 512 to 16 MiB; at most two for each direction
 * @param rdmaCancelNanos how long a cancelled call waits for RDMA on its buffer before the socket is
 *     closed (BLK-7)
 */
public record SessionSettings(
    int dataReceives,
    int firstReceives,
    int controlReceives,
    int bufferSize,
    int sendBuffers,
    long spinNanos,
    long negotiationNanos,
    long closeNanos,
    long acknowledgeNanos,
    long sendNanos,
    int stagingSize,
    long rdmaCancelNanos) {

  /** What holds without configuration. */
  public static final SessionSettings DEFAULTS =
      new SessionSettings(
          32,
          4,
          8,
          8_192,
          16,
          TimeUnit.MICROSECONDS.toNanos(50),
          TimeUnit.SECONDS.toNanos(5),
          TimeUnit.SECONDS.toNanos(60),
          TimeUnit.MILLISECONDS.toNanos(5),
          TimeUnit.SECONDS.toNanos(30),
          256 << 10,
          TimeUnit.SECONDS.toNanos(2));

  /** Checks the ranges. */
  public SessionSettings {
    check("dataReceives", dataReceives, 1, NegotiationMessage.MAX_DATA_RECEIVES);
    check("firstReceives", firstReceives, 1, NegotiationMessage.MAX_DATA_RECEIVES);
    check(
        "controlReceives",
        controlReceives,
        NegotiationMessage.MIN_CONTROL_RECEIVES,
        NegotiationMessage.MAX_CONTROL_RECEIVES);
    check(
        "bufferSize",
        bufferSize,
        NegotiationMessage.MIN_BUFFER_SIZE,
        NegotiationMessage.MAX_BUFFER_SIZE);
    check("sendBuffers", sendBuffers, 4, 16_384);
    check("spinNanos", spinNanos, 0, TimeUnit.SECONDS.toNanos(1));
    check("negotiationNanos", negotiationNanos, 1, Long.MAX_VALUE / 4);
    check("closeNanos", closeNanos, 1, Long.MAX_VALUE / 4);
    check("acknowledgeNanos", acknowledgeNanos, 1, TimeUnit.SECONDS.toNanos(1));
    check("sendNanos", sendNanos, 1, Long.MAX_VALUE / 4);
    check("stagingSize", stagingSize, 512, 16 << 20);
    check("rdmaCancelNanos", rdmaCancelNanos, 1, Long.MAX_VALUE / 4);
  }

  private static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", not " + least + " to " + most);
    }
  }
}
