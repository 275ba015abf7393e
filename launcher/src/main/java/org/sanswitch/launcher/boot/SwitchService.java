package org.sanswitch.launcher.boot;

/** What the switch hands to the boot classes; the names are those that the framework side uses. */
enum SwitchService {
  /** A {@code SelectorProvider}. */
  SELECTOR_PROVIDER,
  /** An {@code AsynchronousChannelProvider}. */
  ASYNCHRONOUS_PROVIDER,
  /** A {@code SocketImplFactory} for {@code Socket}. */
  CLIENT_SOCKET,
  /** A {@code SocketImplFactory} for {@code ServerSocket}. */
  SERVER_SOCKET,
  /** A {@code Supplier} of the lines of the report. */
  REPORT
}
