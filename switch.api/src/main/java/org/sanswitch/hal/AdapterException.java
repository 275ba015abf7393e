package org.sanswitch.hal;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;

/** A control call of an adapter failed. The data path never throws this. */
public final class AdapterException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final AdapterError error;
  private final RouteReason reason;

  /**
   * Makes the exception.
   *
   * @param error the error
   * @param reason why TCP/IP will be used instead
   * @param detail what was seen, with the numbers
   */
  public AdapterException(AdapterError error, RouteReason reason, String detail) {
    this(error, reason, detail, null);
  }

  /**
   * Makes the exception with a cause.
   *
   * @param error the error
   * @param reason why TCP/IP will be used instead
   * @param detail what was seen, with the numbers
   * @param cause what caused it, or null
   */
  public AdapterException(
      AdapterError error, RouteReason reason, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.error = error;
    this.reason = reason;
  }

  /** {@return the error} */
  public AdapterError error() {
    return error;
  }

  /** {@return why TCP/IP is used instead} */
  public RouteReason reason() {
    return reason;
  }
}
