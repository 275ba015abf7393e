package org.sanswitch.impl.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/**
 * How native memory ends, as far as its scope tells. There is no question that a scope answers, so
 * its class is compared with those of scopes that are known; what is none of them is {@link
 * #CLOSABLE}, which is the worst.
 */
enum Lifetime {
  /** With the last reference to a direct buffer; each segment of it has a scope object of its own. */
  BUFFER,
  /** With the last reference to its scope: an automatic arena. */
  SCOPE,
  /** Never, or nobody can see it: memory of other libraries. */
  UNKNOWN,
  /** When somebody closes its arena, be it in the middle of a transfer; or this JDK does not tell. */
  CLOSABLE;

  private static final Class<?> OF_BUFFER =
      MemorySegment.ofBuffer(ByteBuffer.allocateDirect(1)).scope().getClass();
  private static final Class<?> OF_AUTO = Arena.ofAuto().scope().getClass();
  private static final Class<?> OF_GLOBAL = Arena.global().scope().getClass();
  private static final Class<?> OF_SHARED = sharedScope();

  /** Else a release of the JDK does it in another way, and nothing is known. */
  private static final boolean TOLD_APART =
      Stream.of(OF_BUFFER, OF_AUTO, OF_GLOBAL, OF_SHARED).distinct().count() == 4;

  private static final boolean NATIVE_ACCESS = hasNativeAccess();

  private static Class<?> sharedScope() {
    try (Arena arena = Arena.ofShared()) {
      return arena.scope().getClass();
    }
  }

  private static boolean hasNativeAccess() {
    try {
      return MemorySegment.ofAddress(1).reinterpret(1).byteSize() == 1;
    } catch (IllegalCallerException e) {
      return false;
    }
  }

  /**
   * {@return how that memory ends}
   *
   * @param memory native memory that several threads may use
   */
  static Lifetime of(MemorySegment memory) {
    Class<?> type = memory.scope().getClass();
    boolean collected = type == OF_BUFFER || type == OF_AUTO;
    if (!TOLD_APART || (!collected && type != OF_GLOBAL)) {
      return CLOSABLE;
    }
    if (!collected || !NATIVE_ACCESS) {
      return UNKNOWN;
    }
    return type == OF_BUFFER ? BUFFER : SCOPE;
  }
}
