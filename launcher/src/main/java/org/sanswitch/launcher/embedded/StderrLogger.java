package org.sanswitch.launcher.embedded;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** Felix would print to standard output, which belongs to the program. */
final class StderrLogger extends Logger {

  private final AtExit atExit;

  StderrLogger(AtExit atExit) {
    this.atExit = atExit;
  }

  @Override
  @SuppressWarnings("rawtypes") // As Felix declares it.
  protected void doLog(@Nullable Bundle bundle, @Nullable ServiceReference service, int level,
      String message, @Nullable Throwable cause) {
    if (level == LOG_ERROR && !atExit.hasBegun()) {
      System.err.println("sanswitch: framework: " + (bundle == null ? "" : bundle + ": ") + message
          + (cause == null ? "" : ": " + cause));
    }
  }
}
