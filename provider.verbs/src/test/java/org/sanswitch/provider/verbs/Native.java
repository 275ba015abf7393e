package org.sanswitch.provider.verbs;

import java.lang.foreign.Arena;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Structures in native memory, as a library would hand them out; each lives until it is freed. */
final class Native {

  private final Map<Long, Arena> arenas = new ConcurrentHashMap<>();

  /** {@return the address of zeroed memory} */
  long make(int bytes) {
    Arena arena = Arena.ofShared();
    long address = arena.allocate(bytes, Long.BYTES).address();
    arenas.put(address, arena);
    return address;
  }

  /** Frees it; a second time is an error of the adapter. */
  void free(long address) {
    Arena arena = arenas.remove(address);
    if (arena == null) {
      throw new AssertionError("0x" + Long.toHexString(address) + " is not there to be freed");
    }
    arena.close();
  }

  boolean has(long address) {
    return arenas.containsKey(address);
  }

  /** {@return how many structures there are} */
  int count() {
    return arenas.size();
  }

  /** Writes a string of C. */
  static void string(long address, String text) {
    for (int i = 0; i < text.length(); i++) {
      Raw.putByte(address + i, text.charAt(i));
    }
  }
}
