package org.sanswitch.provider.verbs;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** How native functions are linked, and how what they give is read. */
final class Linking {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");

  private Linking() {}

  /** {@return a function by its name; it takes memory for errno first} */
  static MethodHandle bind(SymbolLookup library, String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(library.findOrThrow(name), descriptor, CAPTURE);
  }

  /** {@return a function of which the first argument is its address} */
  static MethodHandle byAddress(FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(descriptor);
  }

  /** {@return a pointer, or the error number negated} */
  static long pointer(MemorySegment state, long result) {
    return result != 0 ? result : -failure(state);
  }

  /** {@return 0, or the error number negated} Some give -1 and errno, others the number itself. */
  static int status(MemorySegment state, int result) {
    return result == 0 ? 0 : -(result > 0 ? result : failure(state));
  }

  /** An error number that is more than 0 whatever the library has left. */
  private static int failure(MemorySegment state) {
    int errno = Libc.errno(state);
    return errno > 0 ? errno : Errno.EINVAL;
  }
}
