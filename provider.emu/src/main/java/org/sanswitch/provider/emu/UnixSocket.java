package org.sanswitch.provider.emu;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A Unix domain socket that never blocks. The JDK's channels do the same, but look up the peer's user
 * and group by name each time they are asked whose it is, and can be watched by a selector only after
 * that was woken.
 */
final class UnixSocket {

  /** Longest path of a socket in bytes, without the byte that ends it. */
  static final int PATH_BOUND = 107;

  private static final int FAMILY = 1;
  private static final int STREAM = 1;
  private static final int NONBLOCK_CLOEXEC = 0x800 | Libc.O_CLOEXEC;
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;
  private static final int CREDENTIALS_BYTES = 12;
  private static final int CREDENTIALS_USER = 4;
  private static final int DONTWAIT_NOSIGNAL = 0x40 | 0x4000;
  private static final int SHUT_WR = 1;
  private static final MemorySegment BELL = Arena.global().allocate(1);

  private final Descriptor descriptor;

  private UnixSocket(int fd) {
    this.descriptor = new Descriptor(fd);
  }

  /** {@return its descriptor} */
  Descriptor descriptor() {
    return descriptor;
  }

  /** {@return a socket that listens at a path, which it makes} */
  static UnixSocket listen(Path path, int backlog) throws IOException {
    UnixSocket made = open();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = address(arena, path);
      made.call(arena, Syscall.BIND, address.address(), address.byteSize());
      made.call(arena, Syscall.LISTEN, backlog, 0);
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  /** {@return a connected socket, or null if the queue of the one that listens is full} */
  static @Nullable UnixSocket connect(Path path) throws IOException {
    UnixSocket made = open();
    boolean connected = false;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = address(arena, path);
      connected =
          made.result(arena, Syscall.CONNECT, address.address(), address.byteSize(), 0, 0) >= 0;
      return connected ? made : null;
    } finally {
      if (!connected) {
        made.close();
      }
    }
  }

  private static UnixSocket open() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long fd =
          Libc.call(
              Libc.newState(arena), Syscall.SOCKET, FAMILY, STREAM | NONBLOCK_CLOEXEC, 0, 0, 0, 0);
      if (fd < 0) {
        throw new IOException("socket gives error " + -fd);
      }
      return new UnixSocket((int) fd);
    }
  }

  private static MemorySegment address(Arena arena, Path path) throws IOException {
    byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > PATH_BOUND) {
      throw new IOException(path + " has " + bytes.length + " bytes, not up to " + PATH_BOUND);
    }
    MemorySegment address = arena.allocate(Short.BYTES + bytes.length + 1L, Short.BYTES);
    address.set(JAVA_SHORT, 0, (short) FAMILY);
    MemorySegment.copy(bytes, 0, address, JAVA_BYTE, Short.BYTES, bytes.length);
    return address;
  }

  /** {@return the next connection, or null if none waits} */
  @Nullable
  UnixSocket accept() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long fd = result(arena, Syscall.ACCEPT4, 0, 0, NONBLOCK_CLOEXEC, 0);
      return fd < 0 ? null : new UnixSocket((int) fd);
    }
  }

  /** {@return the user that the process at the other end ran as when it connected or listened} */
  int peerUser() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment credentials = arena.allocate(CREDENTIALS_BYTES, Integer.BYTES);
      MemorySegment length = arena.allocateFrom(JAVA_INT, CREDENTIALS_BYTES);
      long result =
          result(arena, Syscall.GETSOCKOPT, SOL_SOCKET, SO_PEERCRED, credentials.address(),
              length.address());
      if (result < 0 || length.get(JAVA_INT, 0) != CREDENTIALS_BYTES) {
        throw new IOException("SO_PEERCRED gives " + length.get(JAVA_INT, 0) + " bytes");
      }
      return credentials.get(JAVA_INT, CREDENTIALS_USER);
    }
  }

  /** {@return number of bytes that were written; 0 if there is no room} */
  int write(byte[] bytes, int length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocate(Math.max(length, 1));
      MemorySegment.copy(bytes, 0, from, JAVA_BYTE, 0, length);
      long written =
          result(arena, Syscall.SENDTO, from.address(), length, DONTWAIT_NOSIGNAL, 0);
      return Math.max((int) written, 0);
    }
  }

  /** {@return number of bytes that were read; 0 if there are none; -1 at the end} */
  int read(byte[] bytes, int offset, int length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment to = arena.allocate(Math.max(length, 1));
      long read = result(arena, Syscall.RECVFROM, to.address(), length, DONTWAIT_NOSIGNAL, 0);
      if (read == 0) {
        return -1;
      }
      int count = Math.max((int) read, 0);
      MemorySegment.copy(to, JAVA_BYTE, 0, bytes, offset, count);
      return count;
    }
  }

  /**
   * Reads and drops what is there; allocates nothing.
   *
   * @param scratch where it goes
   * @param state from {@link Libc#newState}
   * @return false at the end, or if the peer has gone
   */
  boolean skip(MemorySegment scratch, MemorySegment state) {
    if (!descriptor.enter()) {
      return false;
    }
    try {
      long read =
          Libc.call(state, Syscall.RECVFROM, descriptor.fd(), scratch.address(),
              scratch.byteSize(), DONTWAIT_NOSIGNAL, 0, 0);
      return read > 0 || isPassing(read);
    } finally {
      descriptor.leave();
    }
  }

  /** Writes a byte if there is room; allocates nothing. A peer that has gone does not matter. */
  void ring() {
    if (descriptor.enter()) {
      try {
        Libc.syscall(
            Syscall.SENDTO.number, descriptor.fd(), BELL.address(), 1, DONTWAIT_NOSIGNAL);
      } finally {
        descriptor.leave();
      }
    }
  }

  /** Ends what is written, so that the peer notices even if this process has copies elsewhere. */
  void shutdownOutput() {
    if (descriptor.enter()) {
      try {
        Libc.syscall(Syscall.SHUTDOWN.number, descriptor.fd(), SHUT_WR, 0, 0);
      } finally {
        descriptor.leave();
      }
    }
  }

  /** Closes it. Idempotent. */
  void close() {
    var _ = descriptor.close();
  }

  private void call(Arena arena, Syscall call, long a, long b) throws IOException {
    long result = result(arena, call, a, b, 0, 0);
    if (result < 0) {
      throw new IOException(call + " gives error " + -result);
    }
  }

  /** {@return the result, or an error that passes, negated} */
  private long result(Arena arena, Syscall call, long a, long b, long c, long d)
      throws IOException {
    if (!descriptor.enter()) {
      throw new IOException("the socket is closed");
    }
    try {
      MemorySegment state = Libc.newState(arena);
      long result = Libc.call(state, call, descriptor.fd(), a, b, c, d, 0);
      if (result < 0 && !isPassing(result)) {
        throw new IOException(call + " gives error " + -result);
      }
      return result;
    } finally {
      descriptor.leave();
    }
  }

  private static boolean isPassing(long result) {
    return result == -Libc.EAGAIN || result == -Libc.EINTR;
  }
}
