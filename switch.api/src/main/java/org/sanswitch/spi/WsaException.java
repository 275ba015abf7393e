package org.sanswitch.spi;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;

/** A control call failed. The data path never throws this. */
public final class WsaException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final WsaError error;
  private final @Nullable RouteReason reason;

  /**
   * Makes the exception without a reason of its own.
   *
   * @param error the error
   * @param detail what was seen, with the numbers
   */
  public WsaException(WsaError error, String detail) {
    this(error, null, detail, null);
  }

  /**
   * Makes the exception.
   *
   * @param error the error
   * @param reason why TCP/IP will be used instead, or null for {@link RouteReason#PROVIDER_FAILED}
   * @param detail what was seen, with the numbers
   * @param cause what caused it, or null
   */
  public WsaException(
      WsaError error, @Nullable RouteReason reason, String detail, @Nullable Throwable cause) {
    super(error + " (" + error.code() + "): " + detail, cause);
    this.error = error;
    this.reason = reason;
  }

  /** {@return the error} */
  public WsaError error() {
    return error;
  }

  /** {@return why TCP/IP is used instead} */
  public RouteReason reason() {
    return reason == null ? RouteReason.PROVIDER_FAILED : reason;
  }
}
