package org.sanswitch.provider.hal;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.Overlapped;

/** A wait in WSPGetOverlappedResult: polls once, then sleeps in slices; it never spins. */
final class Waiting {

  /** Bound of one sleep, so that an adapter whose sleep an interrupt does not end is noticed. */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How long to leave alone a socket whose owner makes upcalls. */
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private Waiting() {}

  /**
   * Waits until anything of the socket completes, the waiters are woken, the socket is closed, the
   * thread is interrupted, or the time is over.
   *
   * @param connection the connection
   * @param overlapped the operation, or null for any
   * @param nanos how long at most, more than 0
   * @return number of operations that were completed by this call
   */
  static int await(HalConnection connection, @Nullable Overlapped overlapped, long nanos) {
    if (!connection.enter()) {
      return 0;
    }
    try {
      int before = connection.completions.told();
      int count = drain(connection, 0);
      if (count > 0 || isComplete(overlapped)) {
        return count;
      }
      int ticket = connection.waiters.enter();
      if (ticket < 0) {
        return 0;
      }
      try {
        return sleep(connection, overlapped, System.nanoTime() + nanos, before, ticket);
      } finally {
        connection.waiters.leave();
        connection.touch();
      }
    } finally {
      connection.exit();
    }
  }

  private static int sleep(
      HalConnection connection, @Nullable Overlapped overlapped, long end, int before,
      int ticket) {
    Waiters waiters = connection.waiters;
    for (;;) {
      int count = drain(connection, 1);
      if (count > 0 || connection.completions.told() != before || isComplete(overlapped)) {
        return Math.max(count, 0);
      }
      long left = Math.min(end - System.nanoTime(), SLICE_NANOS);
      if (left <= 0
          || waiters.isWoken(ticket)
          || Thread.currentThread().isInterrupted()
          || connection.socket.state().isClosed()) {
        return 0;
      }
      boolean quiet = count != Completions.BUSY && connection.socket.state().drainable;
      if (quiet && waiters.takeAdapter()) {
        try {
          if (connection.completions.told() == before && !isComplete(overlapped)) {
            connection.queuePair.completions().await(left);
          }
        } finally {
          waiters.leaveAdapter();
        }
      } else {
        waiters.sleep(ticket, before, connection.completions,
            quiet ? left : Math.min(left, BUSY_NANOS));
      }
    }
  }

  private static int drain(HalConnection connection, int self) {
    if (!connection.socket.state().drainable) {
      return 0;
    }
    int count = connection.completions.drain(false);
    if (count > 0) {
      connection.wakeForCompletion(self);
    }
    return count;
  }

  private static boolean isComplete(@Nullable Overlapped overlapped) {
    return overlapped != null && overlapped.isComplete();
  }
}
