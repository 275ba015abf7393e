package org.sanswitch.impl.core;

import org.sanswitch.api.Route;
import org.sanswitch.api.RouteReason;
import org.sanswitch.impl.session.ConnectAttempt;

/** What mutants put in the place of calls that only this package sees. */
public final class CoreReplacements {

  private CoreReplacements() {}

  /** Of {@link ConnectSteps}: goes to TCP/IP although the SAN is connected. */
  static ConnectAttempt.Outcome leaveTheSan(ConnectSteps steps, TryResult result) {
    return result instanceof TryResult.Established
        ? new ConnectAttempt.UseTcp(Route.tcp(RouteReason.PROVIDER_FAILED, "mutant"))
        : null;
  }

  /** Of {@link TryResult}: a companion that cannot be set up is the end. */
  static TryResult setupIsFinal() {
    return new TryResult.Final("Connection refused", "mutant");
  }
}
