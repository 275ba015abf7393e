package org.sanswitch.provider.verbs;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors that are watched, and the work that other threads leave for the thread that processes
 * events. All sources and tasks run in that thread, or in the one that closes the loop.
 */
final class EventLoop {

  /** A descriptor's share of the loop. */
  @FunctionalInterface
  interface Source {
    /** There is something to read, or the end. */
    void ready();
  }

  /** A descriptor that is watched. */
  final class Watch {
    private final int fd;
    private final long token;

    private Watch(int fd, long token) {
      this.fd = fd;
      this.token = token;
    }

    /** Watches for the next event, and then no more until this is called again. Any thread. */
    void once() {
      control(Libc.EPOLL_CHANGE, fd, Libc.EPOLL_IN | Libc.EPOLL_ONCE, token);
    }

    /** Watches no longer; to be called before the descriptor is closed. Idempotent. */
    void end() {
      if (sources.remove(token) != null) {
        control(Libc.EPOLL_DELETE, fd, 0, 0);
      }
    }
  }

  private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());

  private static final int CAPACITY = 64;
  private static final long CLOSE_BOUND_SECONDS = 2;
  private static final long WAKE = 0;

  private final int epoll;
  private final int wake;
  /** Used by the thread that holds running. */
  private final MemorySegment events =
      Arena.ofAuto().allocate((long) CAPACITY * Libc.EPOLL_EVENT_BYTES, Long.BYTES);
  /** Used by the thread that holds running. */
  private final MemorySegment state = Libc.newState(Arena.ofAuto());
  /** By their tokens, which are never used again, so that a late event finds nothing. */
  private final Map<Long, Source> sources = new ConcurrentHashMap<>();
  private final AtomicLong lastToken = new AtomicLong(WAKE);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  /** A wake-up is on its way that the loop has not seen. */
  private final AtomicBoolean woken = new AtomicBoolean();
  /** Held by whoever runs sources and tasks. */
  private final ReentrantLock running = new ReentrantLock();
  /** Guards the descriptors against being closed while they are used. */
  private final Object descriptors = new Object();
  /** Guarded by descriptors. */
  private boolean released;
  /** Guarded by running. */
  private int handled;
  /** Goes to true once. */
  private volatile boolean closed;

  private EventLoop(int epoll, int wake) {
    this.epoll = epoll;
    this.wake = wake;
  }

  /**
   * {@return a new loop}
   *
   * @throws IOException if the kernel has no descriptors left
   */
  static EventLoop open() throws IOException {
    int epoll = Libc.epoll();
    if (epoll < 0) {
      throw new IOException("epoll_create1 gives error " + -epoll);
    }
    int wake = Libc.eventDescriptor();
    if (wake < 0) {
      Libc.close(epoll);
      throw new IOException("eventfd gives error " + -wake);
    }
    EventLoop loop = new EventLoop(epoll, wake);
    loop.control(Libc.EPOLL_ADD, wake, Libc.EPOLL_IN, WAKE);
    return loop;
  }

  private int control(int operation, int fd, int what, long token) {
    synchronized (descriptors) {
      return released ? 0 : Libc.epollControl(epoll, operation, fd, what, token);
    }
  }

  /**
   * Watches a descriptor. Its source may run before this returns, in the other thread.
   *
   * @param armed whether it is watched at once and always, or from {@link Watch#once} on, once
   * @throws IOException if the kernel does not watch any more
   */
  Watch register(int fd, boolean armed, Source source) throws IOException {
    long token = lastToken.incrementAndGet();
    sources.put(token, source);
    int what = armed ? Libc.EPOLL_IN : Libc.EPOLL_ONCE;
    int error = control(Libc.EPOLL_ADD, fd, what, token);
    if (error < 0) {
      sources.remove(token);
      throw new IOException("EPOLL_CTL_ADD gives error " + -error);
    }
    return new Watch(fd, token);
  }

  /** Leaves work; it runs soon, also when the loop is closed meanwhile. */
  void execute(Runnable task) {
    tasks.add(task);
    if (closed) {
      drainIfFree();
    } else if (!running.isHeldByCurrentThread()) {
      wakeup();
    }
  }

  /**
   * Leaves work for the event thread and never runs it here, so that it may be called with any lock
   * held; of no use once the loop is closed.
   */
  void later(Runnable task) {
    tasks.add(task);
    wakeup();
  }

  /** Ends a wait, or the next one. Those that come before the wait ends cost nothing. */
  void wakeup() {
    if (woken.compareAndSet(false, true)) {
      synchronized (descriptors) {
        if (!released) {
          Libc.signal(wake);
        }
      }
    }
  }

  /**
   * See {@link org.sanswitch.hal.SanAdapter#processEvents}.
   *
   * @param after is run at the end, as sources are; {@link #close} waits for it
   */
  int run(long maxWaitNanos, Runnable after) {
    running.lock();
    try {
      if (closed) {
        return 0;
      }
      handled = 0;
      drain();
      // Rounded up: the kernel knows milliseconds only.
      long millis = TimeUnit.NANOSECONDS.toMillis(maxWaitNanos + 999_999);
      int wait = handled == 0 ? (int) Math.min(millis, Integer.MAX_VALUE) : 0;
      int ready = Libc.epollWait(state, epoll, events.address(), CAPACITY, wait);
      for (int i = 0; i < ready; i++) {
        ready(token(i));
      }
      drain();
      if (!closed) {
        guarded(after);
      }
      return handled;
    } finally {
      if (closed) {
        release();
      }
      running.unlock();
      if (closed) {
        drainIfFree();
      }
    }
  }

  private long token(int index) {
    return Raw.getLong(
        events.address() + (long) index * Libc.EPOLL_EVENT_BYTES + Libc.EPOLL_EVENT_BYTES
            - Long.BYTES);
  }

  private void ready(long token) {
    if (token == WAKE) {
      woken.set(false);
      Libc.clear(wake);
      return;
    }
    @Nullable
    Source source = sources.get(token);
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
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "an event could not be handled", e);
    }
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Ends the loop: what waits is run, nothing is waited for any more. Should a callback be stuck in
   * the other thread, it is not waited for beyond a bound.
   *
   * @param last is run before the rest of the work
   */
  void close(Runnable last) {
    closed = true;
    wakeup();
    boolean mine = tryLock();
    try {
      last.run();
      if (mine) {
        drain();
        release();
      }
    } finally {
      if (mine) {
        running.unlock();
      }
      drainIfFree();
    }
  }

  private void release() {
    synchronized (descriptors) {
      if (released) {
        return;
      }
      released = true;
      Libc.close(epoll);
      Libc.close(wake);
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
