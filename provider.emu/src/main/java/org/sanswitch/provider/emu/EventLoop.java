package org.sanswitch.provider.emu;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One selector and the work that other threads leave for the thread that processes events. All
 * sources and tasks run in that thread, or in the one that closes the loop.
 */
final class EventLoop {

  /** A channel's share of the loop. */
  @FunctionalInterface
  interface Source {
    /** The channel is ready. */
    void ready();
  }

  private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

  private static final long CLOSE_BOUND_SECONDS = 2;

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  /** Held by whoever runs sources and tasks. */
  private final ReentrantLock running = new ReentrantLock();
  /** Guarded by running. */
  private int handled;
  private volatile boolean closed;

  EventLoop(Selector selector) {
    this.selector = selector;
  }

  /** Leaves work; it runs soon, also when the loop is closed meanwhile. */
  void execute(Runnable task) {
    tasks.add(task);
    if (closed) {
      drainIfFree();
    } else if (!running.isHeldByCurrentThread()) {
      selector.wakeup();
    }
  }

  /** Watches a non-blocking channel until it is closed. */
  void register(SelectableChannel channel, int operations, Source source) {
    execute(
        () -> {
          try {
            if (!closed) {
              var _ = channel.register(selector, operations, source);
            }
          } catch (ClosedChannelException e) {
            // Whoever closed it knows.
          }
        });
  }

  /** See {@link org.sanswitch.hal.SanAdapter#processEvents}. */
  int run(long maxWaitNanos) {
    running.lock();
    try {
      if (closed) {
        return 0;
      }
      handled = 0;
      drain();
      // Rounded up: the selector knows milliseconds only.
      long millis = TimeUnit.NANOSECONDS.toMillis(maxWaitNanos + 999_999);
      if (maxWaitNanos > 0 && handled == 0) {
        selector.select(this::ready, millis);
      } else {
        selector.selectNow(this::ready);
      }
      drain();
      return handled;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot select", e);
      return handled;
    } catch (ClosedSelectorException e) {
      return handled;
    } finally {
      if (closed) {
        closeSelector();
      }
      running.unlock();
      if (closed) {
        drainIfFree();
      }
    }
  }

  private void ready(SelectionKey key) {
    if (!closed && key.attachment() instanceof Source source) {
      handled++;
      guarded(source::ready);
    }
  }

  private void drain() {
    Runnable task;
    while ((task = tasks.poll()) != null) {
      handled++;
      guarded(task);
    }
  }

  private void drainIfFree() {
    while (!tasks.isEmpty() && running.tryLock()) {
      try {
        drain();
      } finally {
        running.unlock();
      }
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | InternalError e) {
      LOG.log(Level.ERROR, "an event could not be handled", e);
    }
  }

  void wakeup() {
    selector.wakeup();
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Ends the loop: what waits is run, nothing is waited for any more. Should a callback be stuck in
   * the other thread, it is not waited for beyond a bound; that thread then does the rest.
   */
  void close(Runnable last) {
    closed = true;
    selector.wakeup();
    boolean mine = tryLock();
    try {
      last.run();
      if (mine) {
        drain();
        closeSelector();
      }
    } finally {
      if (mine) {
        running.unlock();
      }
      drainIfFree();
    }
  }

  private boolean tryLock() {
    try {
      return running.tryLock(CLOSE_BOUND_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return running.tryLock();
    }
  }

  private void closeSelector() {
    try {
      selector.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot close the selector", e);
    }
  }
}
