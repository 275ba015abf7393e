package org.sanswitch.provider.emu;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is watched, and the work that other threads leave for the thread that processes events. All
 * sources and tasks run in that thread, or in the one that closes the loop.
 */
final class EventLoop {

  /** A socket's share of the loop. */
  @FunctionalInterface
  interface Source {
    /** There is something to read, or the end. */
    void ready();
  }

  /** A socket that is watched. */
  final class Watch {
    private final Descriptor watched;
    private final long token;

    private Watch(Descriptor watched, long token) {
      this.watched = watched;
      this.token = token;
    }

    /** Watches no longer; to be called before the socket is closed. Idempotent. */
    void end() {
      if (sources.remove(token) != null) {
        epoll.remove(watched);
      }
    }
  }

  private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

  private static final long CLOSE_BOUND_SECONDS = 2;

  private final Epoll epoll;
  /** By their tokens, which are never used again, so that a late event finds nothing. */
  private final Map<Long, Source> sources = new ConcurrentHashMap<>();
  private final AtomicLong lastToken = new AtomicLong();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  /** Held by whoever runs sources and tasks. */
  private final ReentrantLock running = new ReentrantLock();
  /** Guarded by running. */
  private int handled;
  private volatile boolean closed;

  /** Guarded by running for changes. Who ran sources and tasks last, and will again. */
  private volatile @Nullable Thread runner;

  EventLoop(Epoll epoll) {
    this.epoll = epoll;
  }

  /**
   * Leaves work; it runs soon, also when the loop is closed meanwhile. Who ran the loop last comes back to it
   * within milliseconds, or another does, which then says that it runs it before it looks for work; so
   * it needs no wake-up for its own.
   */
  @SuppressWarnings("ReferenceEquality") // a thread is itself
  void execute(Runnable task) {
    tasks.add(task);
    if (closed) {
      drainIfFree();
    } else if (runner != Thread.currentThread()) {
      epoll.wakeup();
    }
  }

  /**
   * Watches a socket. Its source may run before this returns, in the other thread.
   *
   * @throws IOException if the kernel does not watch any more, or the loop is closed
   */
  Watch register(Descriptor socket, Source source) throws IOException {
    long token = lastToken.incrementAndGet();
    sources.put(token, source);
    try {
      epoll.add(socket, token);
    } catch (IOException e) {
      sources.remove(token);
      throw e;
    }
    return new Watch(socket, token);
  }

  /** See {@link org.sanswitch.hal.SanAdapter#processEvents}. */
  int run(long maxWaitNanos) {
    running.lock();
    try {
      if (closed) {
        return 0;
      }
      handled = 0;
      runner = Thread.currentThread();
      drain();
      // Rounded up: the kernel knows milliseconds only.
      long millis = TimeUnit.NANOSECONDS.toMillis(maxWaitNanos + 999_999);
      int ready = epoll.await(handled == 0 ? (int) Math.min(millis, Integer.MAX_VALUE) : 0);
      for (int i = 0; i < ready; i++) {
        ready(sources.get(epoll.token(i)));
      }
      drain();
      return handled;
    } finally {
      if (closed) {
        epoll.close();
      }
      running.unlock();
      if (closed) {
        drainIfFree();
      }
    }
  }

  private void ready(@Nullable Source source) {
    if (!closed && source != null) {
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
    epoll.wakeup();
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
    epoll.wakeup();
    boolean mine = tryLock();
    try {
      last.run();
      if (mine) {
        drain();
        epoll.close();
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
}
