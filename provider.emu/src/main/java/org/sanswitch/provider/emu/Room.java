package org.sanswitch.provider.emu;

import java.io.IOException;
import java.lang.foreign.Arena;

/**
 * Reserves room for a mapped file, so that no access fails for want of it. From Linux 5.14 on the
 * mapping is enough (MADV_POPULATE_WRITE, decision 196), and the descriptor is closed after the first
 * time; before that it is needed each time. One thread at a time.
 */
final class Room implements AutoCloseable {

  static final int PAGE = Libc.pageSize();

  private static final int MADV_REMOVE = 9;
  private static final int MADV_POPULATE_WRITE = 23;
  private static final int CLOSED = -1;

  /** Gives advice on the memory of this process, as {@code madvise} does. */
  interface Advice {
    /** {@return 0, or an error number negated} */
    int give(long address, long length, int advice);
  }

  private final Advice advice;
  private final long address;
  /** Guard: whoever reserves. Open while the kernel has not been seen to do without. */
  private int fd;
  /** Guard: as fd. Goes from false to true once: this kernel needs the descriptor. */
  private boolean byFile;

  /**
   * Nothing is reserved yet.
   *
   * @param address where the file is mapped for writing
   * @param fd the open file, which this closes
   */
  Room(Advice advice, long address, int fd) {
    this.advice = advice;
    this.address = address;
    this.fd = fd;
  }

  /** {@return what the kernel says} */
  static int ofKernel(long address, long length, int advice) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) Libc.call(
          Libc.newState(arena), Syscall.MADVISE, address, length, advice, 0, 0, 0);
    }
  }

  /**
   * Reserves all of a range, or nothing of it.
   *
   * @param offset a multiple of {@link #PAGE}
   * @throws IOException if there is no room, with the error number
   */
  void reserve(long offset, long length) throws IOException {
    if (!byFile) {
      int error = populate(offset, length);
      if (error == 0) {
        closeFile();
        return;
      }
      if (fd == CLOSED || (error != -Libc.EINVAL && error != -Libc.ENOSYS)) {
        // What it has found room for until then must not stay away from others.
        advice.give(address + offset, length, MADV_REMOVE);
        throw new IOException("madvise gives error " + -error + noRoom(error));
      }
      byFile = true;
    }
    int error = Libc.reserve(fd, offset, length);
    if (error != 0) {
      throw new IOException("posix_fallocate gives error " + -error);
    }
  }

  private int populate(long offset, long length) {
    int error;
    do {
      error = advice.give(address + offset, length, MADV_POPULATE_WRITE);
    } while (error == -Libc.EINTR);
    return error;
  }

  /** An access would end by SIGBUS, which for a file in memory means that. */
  private static String noRoom(int error) {
    return error == -Libc.EFAULT ? ", no room is left in its file system" : "";
  }

  private void closeFile() {
    if (fd != CLOSED) {
      Libc.close(fd);
      fd = CLOSED;
    }
  }

  /** Reserves no more; what was reserved stays. Idempotent. */
  @Override
  public void close() {
    closeFile();
  }
}
