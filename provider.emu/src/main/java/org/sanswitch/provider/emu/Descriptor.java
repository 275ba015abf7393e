package org.sanswitch.provider.emu;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file descriptor that some threads use while another closes it. It is closed by the last one out,
 * so that its number cannot be another file's meanwhile.
 */
final class Descriptor {

  private static final int CLOSED = Integer.MIN_VALUE;

  private final int fd;
  /** Guard: atomic. Number of threads inside, and CLOSED. */
  private final AtomicInteger users = new AtomicInteger();

  /**
   * Takes a file descriptor over.
   *
   * @param fd the descriptor, at least 0
   */
  Descriptor(int fd) {
    this.fd = fd;
  }

  /** {@return the number; valid between {@link #enter} and {@link #leave} only} */
  int fd() {
    return fd;
  }

  /** {@return whether the caller may use it, until {@link #leave}; false once it is closed} */
  boolean enter() {
    int now;
    do {
      now = users.get();
      if (now < 0) {
        return false;
      }
    } while (!users.compareAndSet(now, now + 1));
    return true;
  }

  /** Ends what {@link #enter} began. */
  void leave() {
    if (users.decrementAndGet() == CLOSED) {
      Libc.close(fd);
    }
  }

  /** Closes it, as soon as nobody is inside; {@return false if it was closed already}. */
  boolean close() {
    int now;
    do {
      now = users.get();
      if (now < 0) {
        return false;
      }
    } while (!users.compareAndSet(now, now | CLOSED));
    if (now == 0) {
      Libc.close(fd);
    }
    return true;
  }
}
