package org.sanswitch.impl.channels;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a blocked accept waits for TCP/IP and for SANs at once: a platform selector of its own, made
 * when the first accept has to wait.
 */
final class ArrivalWaiter {

  private final SelectorProvider platform;
  private final ServerSocketChannel inner;

  /** Whether a thread is about to wait or waits; written by that thread. */
  private volatile boolean waiting;

  // Guarded by this for writing.
  private volatile @Nullable Selector selector;
  private boolean closed;

  ArrivalWaiter(SelectorProvider platform, ServerSocketChannel inner) {
    this.platform = platform;
    this.inner = inner;
  }

  /**
   * Waits until something may have arrived, the time is over, the thread is interrupted (the status
   * stays set) or close is called. One thread at a time.
   */
  void await(long nanos, BooleanSupplier ready, BooleanSupplier open) throws IOException {
    Selector own = selector();
    if (own == null) {
      return;
    }
    waiting = true;
    try {
      if (!ready.getAsBoolean() && open.getAsBoolean()) {
        select(own, nanos);
      }
    } catch (ClosedSelectorException e) {
      // The channel is being closed, which the caller sees by itself.
    } finally {
      waiting = false;
    }
  }

  private static void select(Selector own, long nanos) throws IOException {
    if (nanos == Long.MAX_VALUE) {
      own.select();
    } else {
      own.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999)));
    }
    own.selectedKeys().clear();
  }

  /** Ends a wait; must be called after what makes {@code ready} true. */
  void wakeup() {
    Selector own = selector;
    if (own != null && waiting) {
      own.wakeup();
    }
  }

  /** Ends a wait for good, and with it the registration of the closed inner channel. */
  void close() throws IOException {
    Selector own;
    synchronized (this) {
      closed = true;
      own = selector;
    }
    if (own != null) {
      own.close();
    }
  }

  private synchronized @Nullable Selector selector() throws IOException {
    if (selector == null && !closed) {
      Selector made = platform.openSelector();
      try {
        inner.register(made, SelectionKey.OP_ACCEPT);
      } catch (ClosedChannelException e) {
        // It is being closed, which the caller sees by itself.
        made.close();
        return null;
      } catch (IOException | RuntimeException e) {
        made.close();
        throw e;
      }
      selector = made;
    }
    return closed ? null : selector;
  }
}
