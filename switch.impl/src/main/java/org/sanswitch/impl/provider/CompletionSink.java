package org.sanswitch.impl.provider;

import org.sanswitch.spi.Overlapped;

/** Who is told what a provider says of one socket. Called inside upcalls: must not block. */
public interface CompletionSink {

  /**
   * An operation with notification is complete (CMP-3). For one socket one at a time, receives in
   * the order in which they were posted.
   *
   * @param overlapped the operation
   */
  void completed(Overlapped overlapped);

  /** WPUCloseSocketHandle: the last word (CLO-4). */
  void handleClosed();
}
