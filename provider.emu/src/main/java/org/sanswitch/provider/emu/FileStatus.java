package org.sanswitch.provider.emu;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What the kernel says of an open file, whatever its name leads to by now.
 *
 * @param mode type and permissions
 * @param user the owner
 * @param size number of bytes
 */
record FileStatus(int mode, int user, long size) {

  private static final int BYTES = 256;
  private static final long MODE_OFFSET = Platform.X86 ? 24 : 16;
  private static final long USER_OFFSET = Platform.X86 ? 28 : 24;
  private static final long SIZE_OFFSET = 48;
  private static final int TYPE = 0170000;
  private static final int PLAIN_FILE = 0100000;

  /** {@return the status of an open file} */
  static FileStatus of(int fd) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(BYTES, Long.BYTES);
      long result =
          Libc.call(Libc.newState(arena), Syscall.FSTAT, fd, status.address(), 0, 0, 0, 0);
      if (result < 0) {
        throw new IOException("fstat gives error " + -result);
      }
      return new FileStatus(
          status.get(JAVA_INT, MODE_OFFSET),
          status.get(JAVA_INT, USER_OFFSET),
          status.get(JAVA_LONG, SIZE_OFFSET));
    }
  }

  /** {@return whether it is a plain file} */
  boolean isFile() {
    return (mode & TYPE) == PLAIN_FILE;
  }
}
