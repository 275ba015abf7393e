package org.sanswitch.impl.channels;

import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Blocks without keeping the monitor that the caller holds.
 *
 * <p>The streams of {@link java.nio.channels.Channels} hold {@code blockingLock()} of a channel that
 * is not the JDK's own while they read or write, so that a blocked reader would keep a writer out.
 * Here a virtual thread blocks instead, while the caller waits on the monitor, which gives it up.
 */
final class MonitorHandoff {

  /** Result of an operation that would block while its caller holds the monitor. */
  static final int WOULD_BLOCK = -3;

  /** An operation of a channel. */
  @FunctionalInterface
  interface Call {
    int run() throws IOException;
  }

  private final Object monitor;
  private final Call call;

  // Guarded by monitor.
  private boolean done;
  private int result;
  private @Nullable Throwable failure;

  private MonitorHandoff(Object monitor, Call call) {
    this.monitor = monitor;
    this.call = call;
  }

  /**
   * Runs the call in a virtual thread and waits for it. An interrupt is handed on to that thread,
   * and is set again afterwards.
   *
   * @param monitor held by the caller
   * @param call the operation
   * @return its result
   * @throws IOException if it fails
   */
  static int run(Object monitor, Call call) throws IOException {
    MonitorHandoff handoff = new MonitorHandoff(monitor, call);
    Thread helper = Thread.ofVirtual().name("sanswitch-handoff").start(handoff::work);
    boolean interrupted = false;
    synchronized (monitor) {
      while (!handoff.done) {
        try {
          monitor.wait();
        } catch (InterruptedException e) {
          interrupted = true;
          helper.interrupt();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return handoff.outcome();
  }

  private void work() {
    int n = 0;
    Throwable thrown = null;
    try {
      n = call.run();
    } catch (IOException | RuntimeException | Error e) {
      thrown = e;
    }
    synchronized (monitor) {
      result = n;
      failure = thrown;
      done = true;
      monitor.notifyAll();
    }
  }

  private int outcome() throws IOException {
    switch (failure) {
      case null -> {
        return result;
      }
      // The channel was open when the caller began to wait, so it was closed meanwhile.
      case ClosedChannelException e when e.getClass() == ClosedChannelException.class ->
        throw new AsynchronousCloseException();
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }
}
