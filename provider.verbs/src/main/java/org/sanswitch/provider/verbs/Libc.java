package org.sanswitch.provider.verbs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The few functions of the C library that descriptors need. What can fail gives an error number,
 * negated. It is loaded only after {@link Platform} has found that it can be.
 */
final class Libc {

  static final int POLL_IN = 1;
  static final int POLL_BYTES = 8;

  static final int EPOLL_ADD = 1;
  static final int EPOLL_DELETE = 2;
  static final int EPOLL_CHANGE = 3;
  static final int EPOLL_IN = 1;
  static final int EPOLL_ONCE = 1 << 30;
  /** The kernel packs the structure on x86 only. */
  static final int EPOLL_EVENT_BYTES = Platform.X86 ? 12 : 16;

  private static final int CLOEXEC = 0x80000;
  private static final int NONBLOCK = 0x800;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout()
        .varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle EPOLL_CREATE = bind("epoll_create1", JAVA_INT);
  private static final MethodHandle EPOLL_CTL =
      bind("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle EPOLL_WAIT =
      bind("epoll_wait", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD = bind("eventfd", JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = bind("close", JAVA_INT);
  private static final MethodHandle DUP3 = bind("dup3", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle POLL = bind("poll", JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle FCNTL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("fcntl"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          CAPTURE,
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle READ = transfer("read");
  private static final MethodHandle WRITE = transfer("write");

  private Libc() {}

  private static MethodHandle bind(String name, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, parameters),
        CAPTURE);
  }

  private static MethodHandle transfer(String name) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG),
        CAPTURE);
  }

  /** {@return memory for the error number of a call} */
  static MemorySegment newState(Arena arena) {
    return arena.allocate(Linker.Option.captureStateLayout());
  }

  /** {@return the error number that a call has left} */
  static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /** {@return a new epoll descriptor, or an error number negated} */
  static int epoll() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = newState(arena);
      return result(state, (int) EPOLL_CREATE.invokeExact(state, CLOEXEC));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@return 0, or an error number negated} */
  static int epollControl(int epoll, int operation, int fd, int what, long token) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = newState(arena);
      long event = arena.allocate(EPOLL_EVENT_BYTES, Long.BYTES).address();
      Raw.putInt(event, what);
      Raw.putLong(event + EPOLL_EVENT_BYTES - Long.BYTES, token);
      return result(state, (int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * {@return number of events, or an error number negated}
   *
   * @param millis how long at most; 0 not at all
   */
  static int epollWait(MemorySegment state, int epoll, long events, int capacity, int millis) {
    try {
      return result(state, (int) EPOLL_WAIT.invokeExact(state, epoll, events, capacity, millis));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@return a new event descriptor that does not block, or an error number negated} */
  static int eventDescriptor() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = newState(arena);
      return result(state, (int) EVENTFD.invokeExact(state, 0, CLOEXEC | NONBLOCK));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Makes an event descriptor ready. */
  static void signal(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      long one = arena.allocate(Long.BYTES, Long.BYTES).address();
      Raw.putLong(one, 1);
      var _ = (long) WRITE.invokeExact(newState(arena), fd, one, (long) Long.BYTES);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Makes an event descriptor not ready. */
  static void clear(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      long count = arena.allocate(Long.BYTES, Long.BYTES).address();
      var _ = (long) READ.invokeExact(newState(arena), fd, count, (long) Long.BYTES);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Waits for descriptors.
   *
   * @param descriptors array of struct pollfd
   * @return number of those that are ready, or an error number negated
   */
  static int poll(MemorySegment state, long descriptors, int count, int millis) {
    try {
      return result(state, (int) POLL.invokeExact(state, descriptors, (long) count, millis));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@return 0, or an error number negated} A descriptor will not block. */
  static int unblock(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = newState(arena);
      int flags = result(state, (int) FCNTL.invokeExact(state, fd, F_GETFL, 0));
      return flags < 0
          ? flags
          : result(state, (int) FCNTL.invokeExact(state, fd, F_SETFL, flags | NONBLOCK));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      var _ = (int) CLOSE.invokeExact(newState(arena), fd);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Closes what a descriptor of somebody else stands for, and puts in its place what does nothing: the
   * number stays taken until its owner closes it.
   *
   * @return 0 or more, or an error number negated
   */
  static int hollow(int fd) {
    int nothing = eventDescriptor();
    if (nothing < 0) {
      return nothing;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = newState(arena);
      return result(state, (int) DUP3.invokeExact(state, nothing, fd, CLOEXEC));
    } catch (Throwable e) {
      throw unexpected(e);
    } finally {
      close(nothing);
    }
  }

  private static int result(MemorySegment state, int result) {
    return result >= 0 ? result : -errno(state);
  }

  static RuntimeException unexpected(Throwable e) {
    if (e instanceof RuntimeException r) {
      throw r;
    }
    if (e instanceof Error r) {
      throw r;
    }
    throw new IllegalStateException("a native function cannot be called", e);
  }
}
