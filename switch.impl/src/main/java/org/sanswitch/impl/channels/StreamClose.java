package org.sanswitch.impl.channels;

import java.util.concurrent.TimeUnit;
import org.sanswitch.api.EndReason;
import org.sanswitch.impl.session.SanStream;

/** Closes a stream as SO_LINGER says. */
final class StreamClose {

  private StreamClose() {}

  /**
   * Closes a stream.
   *
   * @param stream the stream
   * @param linger value of SO_LINGER in seconds; 0 resets, less than 0 closes in the background
   */
  static void close(SanStream stream, int linger) {
    if (linger == 0) {
      stream.reset(EndReason.RESET_LOCALLY);
      return;
    }
    stream.close();
    if (linger > 0) {
      stream.awaitClosed(TimeUnit.SECONDS.toNanos(linger));
    }
  }
}
