package org.sanswitch.provider.emu;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterError;

/** How a queue pair ends: set once, seen by the data path at each call. */
abstract class Ending {

  /** Changed under the lock of the queue pair, once. */
  private volatile @Nullable AdapterError error;

  /** Changed under the lock of the queue pair, once, after the error was set. */
  private volatile boolean closed;

  /** {@return what pending operations complete with, or null while the connection may live} */
  final @Nullable AdapterError error() {
    return error;
  }

  final AdapterError errorOr(AdapterError otherwise) {
    return Objects.requireNonNullElse(error, otherwise);
  }

  final void set(AdapterError end) {
    error = end;
  }

  /** {@return whether the queue pair is closed, and its memory may not be touched} */
  final boolean isClosed() {
    return closed;
  }

  final void setClosed() {
    closed = true;
  }

  /** The peer has broken the rules of the segment; the connection ends, nothing else does. */
  abstract void violation(String detail);

  /** The segment cannot be accessed: the peer truncated it, or nothing could be read. */
  abstract void accessFailed(Throwable cause);
}
