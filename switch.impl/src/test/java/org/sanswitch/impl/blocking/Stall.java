package org.sanswitch.impl.blocking;

/** What a {@link StallingProvider} can be told to keep back. */
enum Stall {
  /** Connection requests do not reach the listener, and no attempt ends. */
  CONNECT,
  /** The first message of each direction does not arrive. */
  NEGOTIATION,
  /** No send completes. */
  SENDS,
  /** No message arrives, so no receive completes. */
  RECEIVES,
  /** No RDMA operation takes effect or completes. */
  RDMA,
  /** After WSPCloseSocket what is pending is not completed (CLO-2). */
  ABORTS,
  /** After WSPCloseSocket there is no WPUCloseSocketHandle (CLO-4). */
  HANDLES
}
