package org.sanswitch.provider.emu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits for any of many descriptors. They are added and removed by any thread, also while another
 * waits, and without waking it; {@link #await} is called by one thread at a time.
 */
final class Epoll {

  /** What {@link #token} never gives. */
  private static final long WAKE = 0;

  private static final int CAPACITY = 256;
  private static final int ADD = 1;
  private static final int DELETE = 2;
  private static final int IN = 1;
  private static final int EDGE = 1 << 31;
  private static final int NONBLOCK_CLOEXEC = 0x800 | Libc.O_CLOEXEC;

  /** The kernel packs the structure on x86 only. */
  private static final int EVENT_BYTES = Platform.X86 ? 12 : 16;

  private static final int TOKEN = EVENT_BYTES - Long.BYTES;

  private final Descriptor epoll;
  private final Descriptor event;
  /** Used by the waiting thread. */
  private final MemorySegment events = Arena.ofAuto().allocate(CAPACITY * EVENT_BYTES, Long.BYTES);
  /** Used by the waiting thread. */
  private final MemorySegment state = Libc.newState(Arena.ofAuto());
  /** The memory of one; only its address is used. */
  private final MemorySegment one = Arena.ofAuto().allocate(Long.BYTES, Long.BYTES);
  /** Guard: atomic. A wake-up is on its way that await has not seen. */
  private final AtomicBoolean woken = new AtomicBoolean();
  private Epoll(Descriptor epoll, Descriptor event) {
    this.epoll = epoll;
    this.event = event;
    one.set(JAVA_INT, 0, 1);
  }

  /** {@return a new one} */
  static Epoll open() throws IOException {
    Descriptor epoll = new Descriptor(make(Syscall.EPOLL_CREATE1, Libc.O_CLOEXEC, 0));
    Descriptor event;
    try {
      event = new Descriptor(make(Syscall.EVENTFD2, 0, NONBLOCK_CLOEXEC));
    } catch (IOException e) {
      epoll.close();
      throw e;
    }
    Epoll made = new Epoll(epoll, event);
    try {
      made.add(event, IN | EDGE, WAKE);
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  private static int make(Syscall call, long a, long b) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long fd = Libc.call(Libc.newState(arena), call, a, b, 0, 0, 0, 0);
      if (fd < 0) {
        throw new IOException(call + " gives error " + -fd);
      }
      return (int) fd;
    }
  }

  /**
   * Watches a descriptor for something to read or its end, until it is removed.
   *
   * @param token tells it; not 0, never used before
   */
  void add(Descriptor watched, long token) throws IOException {
    add(watched, IN, token);
  }

  private void add(Descriptor watched, int what, long token) throws IOException {
    long result = control(ADD, watched, what, token);
    if (result < 0) {
      throw new IOException("EPOLL_CTL_ADD gives error " + -result);
    }
  }

  /** Watches a descriptor no longer. */
  void remove(Descriptor watched) {
    // An error means that one of the two is closed, and then nothing is watched.
    var _ = control(DELETE, watched, 0, 0);
  }

  private long control(int operation, Descriptor watched, int what, long token) {
    if (!epoll.enter()) {
      return -1;
    }
    try {
      if (!watched.enter()) {
        return -1;
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment wanted = arena.allocate(EVENT_BYTES, Long.BYTES);
        wanted.set(JAVA_INT, 0, what);
        wanted.set(JAVA_LONG_UNALIGNED, TOKEN, token);
        return Libc.call(
            Libc.newState(arena), Syscall.EPOLL_CTL, epoll.fd(), operation, watched.fd(),
            wanted.address(), 0, 0);
      } finally {
        watched.leave();
      }
    } finally {
      epoll.leave();
    }
  }

  /**
   * Waits until something is ready, or {@link #wakeup} is called or was since the last wait.
   *
   * @param millis how long at most; 0 not at all
   * @return number of tokens
   */
  int await(int millis) {
    if (!epoll.enter()) {
      return 0;
    }
    try {
      long ready =
          Libc.call(
              state, Syscall.EPOLL_PWAIT, epoll.fd(), events.address(), CAPACITY, millis, 0, 0);
      for (int i = 0; i < ready; i++) {
        if (token(i) == WAKE) {
          woken.set(false);
        }
      }
      return (int) Math.max(ready, 0);
    } finally {
      epoll.leave();
    }
  }

  /** {@return the token of a descriptor that was ready, or 0 for a wake-up} */
  long token(int index) {
    return events.get(JAVA_LONG_UNALIGNED, (long) index * EVENT_BYTES + TOKEN);
  }

  /** Ends a wait, or the next one. Those that come before the wait ends cost nothing. */
  void wakeup() {
    if (woken.compareAndSet(false, true) && event.enter()) {
      try {
        Libc.syscall(Syscall.WRITE.number, event.fd(), one.address(), Long.BYTES, 0);
      } finally {
        event.leave();
      }
    }
  }

  /** Closes it; what was added is watched no longer. */
  void close() {
    epoll.close();
    event.close();
  }
}
