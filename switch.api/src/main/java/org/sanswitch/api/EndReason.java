package org.sanswitch.api;

/** Why a session ended. The names are stable; {@link #code()} goes over the wire in ABORT. */
public enum EndReason {
  /** Both directions were shut down and the session closed as asked. */
  CLOSED(0),
  /** The local application closed abortively: SO_LINGER of zero, or unread data at close. */
  RESET_LOCALLY(1),
  /** The peer sent ABORT, or its provider reported a reset. */
  RESET_BY_PEER(2),
  /** The peer's process or host went away without a word (CLO-9). */
  PEER_DIED(3),
  /** The peer broke the session protocol; the message says how. */
  PROTOCOL_VIOLATION(4),
  /** The provider was stopped, updated or removed. */
  PROVIDER_GONE(5),
  /** The provider failed. */
  PROVIDER_FAILED(6),
  /** The switch was stopped. */
  SWITCH_STOPPED(7),
  /** The peer did not answer keep-alive probes. */
  KEEP_ALIVE_TIMEOUT(8),
  /** The peer did not finish the negotiation in time, or refused it. */
  NEGOTIATION_FAILED(9),
  /** A call of the application was cancelled (BLK-8). */
  CANCELLED(10),
  /** A listener was closed before the application accepted the connection (LIS-3). */
  LISTENER_CLOSED(11),
  /** The peer did not take what was left to send within the bound of a close. */
  CLOSE_TIMEOUT(12),
  /** No memory, or none that could be registered. */
  NO_BUFFERS(13);

  private final int code;

  EndReason(int code) {
    this.code = code;
  }

  /** {@return the stable number used in ABORT messages, 0 to 255} */
  public int code() {
    return code;
  }

  /**
   * {@return the reason with that number, or {@link #RESET_BY_PEER} for a number unknown here}
   *
   * @param code a number from the wire
   */
  public static EndReason ofCode(int code) {
    for (EndReason reason : values()) {
      if (reason.code == code) {
        return reason;
      }
    }
    return RESET_BY_PEER;
  }
}
