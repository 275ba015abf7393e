package org.sanswitch.hal;

/** How an operation of an adapter ended. The data path returns it; control calls throw it. */
public enum AdapterError {
  /** Done, or started. */
  OK,
  /** The operation was flushed because the queue pair was disconnected locally. */
  FLUSHED,
  /** The peer disconnected or died, or the link broke. */
  DISCONNECTED,
  /** The peer's adapter told for certain that nothing will take the connection, TCP/IP included. */
  REFUSED,
  /** The peer's backlog is full (LIS-2). */
  BACKLOG_FULL,
  /** The adapter cannot reach the target; TCP/IP may (CON-3). */
  NOT_REACHED,
  /** No route to the host, for TCP/IP neither. */
  HOST_UNREACHABLE,
  /** It took too long. */
  TIMED_OUT,
  /** The message is longer than the adapter carries, or than the receive that took it. */
  MESSAGE_SIZE,
  /** No memory, no room in a queue, or it cannot be registered. */
  NO_RESOURCES,
  /** A bad argument, or memory that is not registered. */
  INVALID,
  /** The peer named memory that it may not reach. */
  REMOTE_ACCESS,
  /** The address is in use. */
  ADDRESS_IN_USE,
  /** The address is not one of the adapter's. */
  ADDRESS_NOT_AVAILABLE,
  /** The adapter does not have this function. */
  NOT_SUPPORTED,
  /** The adapter has failed as a whole. */
  ADAPTER_FAILED
}
