package org.sanswitch.provider.verbs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;

/**
 * What two adapters say to each other in the private data of the connection manager: a fixed number
 * of bytes, big-endian. The manager pads with zeros to the most that it carries, so the length is in
 * the data, and everything behind it must be zero. All of it is hostile until it is checked.
 *
 * <p>One form serves for the request, its acceptance and its rejection.
 *
 * @param status {@link Status#REQUEST} from the connecting side, else the answer
 */
record Greeting(Status status) {

  static final int BYTES = 16;
  static final int MAGIC = 0x53_41_4e_56;
  static final int VERSION = 1;

  /** What is said; the code goes over the wire. */
  enum Status {
    /** Wants to connect. */
    REQUEST(1, AdapterError.INVALID, RouteReason.PROVIDER_FAILED),
    ACCEPTED(2, AdapterError.OK, RouteReason.SAN),
    /** The peer's switch has refused: certain, since it speaks for TCP/IP too (CON-3). */
    REFUSED(3, AdapterError.REFUSED, RouteReason.PROVIDER_FAILED),
    BACKLOG_FULL(4, AdapterError.BACKLOG_FULL, RouteReason.PROVIDER_FAILED),
    /** No room for the connection there; TCP/IP may have it. */
    NO_RESOURCES(5, AdapterError.NOT_REACHED, RouteReason.PROVIDER_FAILED),
    /** The listener of the adapter has gone; that of TCP/IP may be there (CON-3). */
    GONE(6, AdapterError.NOT_REACHED, RouteReason.PEER_HAS_NO_SWITCH),
    /** The request was not understood there. */
    VERSION_UNKNOWN(7, AdapterError.NOT_REACHED, RouteReason.VERSION);

    private static final Status[] ALL = values();

    private final int code;
    private final AdapterError error;
    private final RouteReason reason;

    Status(int code, AdapterError error, RouteReason reason) {
      this.code = code;
      this.error = error;
      this.reason = reason;
    }

    AdapterError error() {
      return error;
    }

    RouteReason reason() {
      return reason;
    }

    /** {@return what a rejection with that error says} */
    static Status ofRejection(AdapterError error) {
      return switch (error) {
        case REFUSED -> REFUSED;
        case BACKLOG_FULL -> BACKLOG_FULL;
        default -> NO_RESOURCES;
      };
    }
  }

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
      .order(ByteOrder.BIG_ENDIAN)
      .putInt(MAGIC)
      .putShort((short) VERSION)
      .putShort((short) BYTES)
      .putInt(status.code)
      .array();
  }

  /** {@return what private data says, or null if it is not ours, or of another version} */
  static @Nullable Greeting decode(byte[] data) {
    if (data.length < BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.BIG_ENDIAN);
    if (in.getInt() != MAGIC || in.getShort() != VERSION || in.getShort() != BYTES) {
      return null;
    }
    int code = in.getInt();
    while (in.hasRemaining()) {
      if (in.get() != 0) {
        return null;
      }
    }
    for (Status each : Status.ALL) {
      if (each.code == code) {
        return new Greeting(each);
      }
    }
    return null;
  }
}
