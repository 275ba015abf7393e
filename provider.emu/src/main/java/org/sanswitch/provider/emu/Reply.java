package org.sanswitch.provider.emu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;

/**
 * The answer of a listening side.
 *
 * <pre>
 *    0 magic (8)   8 version (4)  12 status (4)  16 segment (48), if accepted
 * </pre>
 *
 * @param status how it was decided
 * @param segment the segment of the accepting side, if accepted
 */
record Reply(Status status, @Nullable SegmentId segment) {

  static final int BYTES = 64;
  static final long MAGIC = 0x796c_7065_5255_4d45L;
  static final int VERSION = 1;

  /** How a wish to connect was decided; the code goes over the wire. */
  enum Status {
    ACCEPTED(0, AdapterError.OK, RouteReason.SAN),
    REFUSED(1, AdapterError.REFUSED, RouteReason.PROVIDER_FAILED),
    BACKLOG_FULL(2, AdapterError.BACKLOG_FULL, RouteReason.PROVIDER_FAILED),
    VERSION(3, AdapterError.NOT_REACHED, RouteReason.VERSION),
    OTHER_USER(4, AdapterError.NOT_REACHED, RouteReason.OTHER_USER),
    AMBIGUOUS(5, AdapterError.NOT_REACHED, RouteReason.LISTENER_AMBIGUOUS),
    NO_MEMORY(6, AdapterError.NOT_REACHED, RouteReason.NO_SHARED_MEMORY),
    INVALID(7, AdapterError.NOT_REACHED, RouteReason.PROVIDER_FAILED),
    /** The listener of the adapter has gone; that of TCP/IP may be there (CON-3). */
    GONE(8, AdapterError.NOT_REACHED, RouteReason.PEER_HAS_NO_SWITCH);

    private static final Status[] ALL = values();

    private final int code;
    private final AdapterError error;
    private final RouteReason reason;

    Status(int code, AdapterError error, RouteReason reason) {
      this.code = code;
      this.error = error;
      this.reason = reason;
    }

    static @Nullable Status of(int code) {
      for (Status each : ALL) {
        if (each.code == code) {
          return each;
        }
      }
      return null;
    }

    AdapterError error() {
      return error;
    }

    RouteReason reason() {
      return reason;
    }
  }

  ByteBuffer encode() {
    ByteBuffer to = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    to.putLong(MAGIC).putInt(VERSION).putInt(status.code);
    if (segment != null) {
      segment.write(to);
    }
    return to.clear();
  }

  /** {@return what the message says, or null if it breaks the rules} */
  static @Nullable Reply decode(ByteBuffer from) {
    if (from.getLong(0) != MAGIC || from.getInt(Long.BYTES) != VERSION) {
      return null;
    }
    Status status = Status.of(from.getInt(Long.BYTES + Integer.BYTES));
    if (status == null) {
      return null;
    }
    from.position(Long.BYTES + 2 * Integer.BYTES);
    SegmentId segment = status == Status.ACCEPTED ? SegmentId.read(from) : null;
    return status == Status.ACCEPTED && segment == null || !isZero(from)
        ? null
        : new Reply(status, segment);
  }

  private static boolean isZero(ByteBuffer rest) {
    while (rest.hasRemaining()) {
      if (rest.get() != 0) {
        return false;
      }
    }
    return true;
  }
}
