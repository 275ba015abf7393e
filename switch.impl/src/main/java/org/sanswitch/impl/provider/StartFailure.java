package org.sanswitch.impl.provider;

import java.io.Serial;
import org.sanswitch.api.RouteReason;

/** A provider could not be started: why, for its status. */
final class StartFailure extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final RouteReason reason;

  StartFailure(RouteReason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  RouteReason reason() {
    return reason;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
