package org.sanswitch.provider.emu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The few functions of the C library that Java has no equivalent of. Those that can fail return the
 * error number, negated. It is loaded only after {@link Platform} has found that it can be.
 */
final class Libc {

  static final int O_RDWR = 2;
  static final int O_CREAT = 0x40;
  static final int O_EXCL = 0x80;
  static final int O_CLOEXEC = 0x80000;
  static final int O_NOFOLLOW = Platform.X86 ? 0x20000 : 0x8000;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EFAULT = 14;
  static final int EINVAL = 22;
  static final int ENOSYS = 38;

  private static final int LOCK_EX_NB = 2 | 4;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEPORT = 15;
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | O_CLOEXEC;
  private static final int MSG_DONTWAIT = 0x40;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");

  private static final MethodHandle OPEN =
      bind(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          CAPTURE,
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE =
      bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle FALLOCATE =
      bind("posix_fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle FLOCK =
      bind("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), CAPTURE);
  private static final MethodHandle GETEUID = bind("geteuid", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle GETPAGESIZE =
      bind("getpagesize", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle GETSOCKOPT =
      bind(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
          CAPTURE);
  private static final MethodHandle SOCKET =
      bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), CAPTURE);
  private static final MethodHandle SEND =
      bind(
          "send",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
          CAPTURE);
  private static final MethodHandle RECV =
      bind(
          "recv",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
          CAPTURE);
  private static final MethodHandle SYSCALL =
      bind(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
              JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle SYSCALL_ERRNO =
      bind(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
              JAVA_LONG),
          CAPTURE,
          Linker.Option.firstVariadicArg(1));

  private Libc() {}

  private static MethodHandle bind(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }

  /** {@return a file descriptor, or an error number negated} */
  static int open(String path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int fd = (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags, mode);
      return fd >= 0 ? fd : -errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void close(int fd) {
    try {
      var _ = (int) CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@return 0, or an error number negated} */
  static int reserve(int fd, long offset, long length) {
    try {
      int error;
      do {
        error = (int) FALLOCATE.invokeExact(fd, offset, length);
      } while (error == EINTR);
      return -error;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@return whether the exclusive lock of an open file was got} */
  static boolean tryLock(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) FLOCK.invokeExact(arena.allocate(STATE), fd, LOCK_EX_NB) == 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int effectiveUser() {
    try {
      return (int) GETEUID.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@return number of bytes of a page of this system} */
  static int pageSize() {
    try {
      return (int) GETPAGESIZE.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@return SO_REUSEPORT of a socket, or an error number negated} */
  static int reusePort(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
      int result =
          (int) GETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, SO_REUSEPORT, value, length);
      return result == 0 ? value.get(JAVA_INT, 0) : -errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@return a netlink socket, or an error number negated} */
  static int netlink(int protocol) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int fd = (int) SOCKET.invokeExact(state, AF_NETLINK, SOCK_RAW_CLOEXEC, protocol);
      return fd >= 0 ? fd : -errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@return number of bytes sent, or an error number negated} */
  static int send(int fd, MemorySegment bytes, long length) {
    return transfer(SEND, fd, bytes, length);
  }

  /** {@return number of bytes received without waiting, or an error number negated} */
  static int receive(int fd, MemorySegment bytes) {
    return transfer(RECV, fd, bytes, bytes.byteSize());
  }

  private static int transfer(MethodHandle call, int fd, MemorySegment bytes, long length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) call.invokeExact(state, fd, bytes, length, MSG_DONTWAIT);
      return result >= 0 ? (int) result : -errno(state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@return what the system call returned; the error number is not told} */
  static long syscall(long number, long a, long b, long c, long d) {
    try {
      return (long) SYSCALL.invokeExact(number, a, b, c, d, 0L, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@return memory for the error number of {@link #call}} */
  static MemorySegment newState(Arena arena) {
    return arena.allocate(STATE);
  }

  /**
   * {@return what the system call returned, or an error number negated}
   *
   * @param state from newState; used by one thread at a time
   */
  static long call(
      MemorySegment state, Syscall call, long a, long b, long c, long d, long e, long f) {
    try {
      long result = (long) SYSCALL_ERRNO.invokeExact(state, call.number, a, b, c, d, e, f);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof RuntimeException r) {
      throw r;
    }
    if (e instanceof Error r) {
      throw r;
    }
    throw new IllegalStateException("a function of the C library cannot be called", e);
  }
}
