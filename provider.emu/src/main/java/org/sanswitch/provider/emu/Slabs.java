package org.sanswitch.provider.emu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that segments are mapped at. To close an arena costs a handshake with all threads of the
 * JVM, so many segments share one: a slab. A segment that is unmapped gives its memory back at once,
 * and empty pages take its place, so that an access that comes too late harms nobody; its addresses
 * are not used again before the slab goes, which is when all of its segments have gone.
 */
final class Slabs implements AutoCloseable {

  /** Addresses of a slab, for some sixty segments of the usual size. They cost nothing. */
  static final long SLAB_BYTES = 256L << 20;

  /** Whatever the page of this system: none is greater. */
  private static final long ALIGNMENT = 64 << 10;

  private static final int NONE = 0;
  private static final int READ_WRITE = 1 | 2;
  private static final int SHARED = 1;
  private static final int PRIVATE = 2;
  private static final int FIXED = 0x10;
  private static final int ANONYMOUS = 0x20;
  private static final int NORESERVE = 0x4000;

  /** A mapped file. */
  static final class Piece {

    private final Slabs slabs;
    private final Slab slab;
    private final MemorySegment memory;
    /** Guarded by slabs. */
    private boolean unmapped;

    private Piece(Slabs slabs, Slab slab, MemorySegment memory) {
      this.slabs = slabs;
      this.slab = slab;
      this.memory = memory;
    }

    /** {@return its memory; not alive any more some time after it was unmapped} */
    MemorySegment memory() {
      return memory;
    }

    /** Gives the memory back; nobody may use it any more. Idempotent. */
    void unmap() {
      slabs.unmap(this);
    }
  }

  private static final class Slab {
    final Arena arena = Arena.ofShared();
    final MemorySegment range;
    /** Guarded by the slabs. Bytes that have been given out. */
    long used;
    /** Guarded by the slabs. Number of pieces that are mapped. */
    int mapped;

    Slab(long bytes) throws IOException {
      long address = map(0, bytes, NONE, PRIVATE | ANONYMOUS | NORESERVE, -1);
      range =
          MemorySegment.ofAddress(address)
            .reinterpret(bytes, arena, all -> unmap(address, bytes));
    }
  }

  /** Guarded by this. Where the next segment goes. */
  private @Nullable Slab current;
  /** Guarded by this. Without segments, but some thread was inside when they should have gone. */
  private final List<Slab> leaving = new ArrayList<>();
  /** Guarded by this. */
  private boolean closed;

  /**
   * Maps a file for reading and writing.
   *
   * @param fd the open file
   * @param size number of bytes
   * @throws IOException if the system has no addresses or no mappings left
   */
  synchronized Piece map(int fd, long size) throws IOException {
    long rounded = (size + ALIGNMENT - 1) & -ALIGNMENT;
    Slab slab = slabFor(rounded);
    MemorySegment memory = slab.range.asSlice(slab.used, size);
    map(memory.address(), size, READ_WRITE, SHARED | FIXED, fd);
    slab.used += rounded;
    slab.mapped++;
    return new Piece(this, slab, memory);
  }

  private Slab slabFor(long bytes) throws IOException {
    if (closed) {
      throw new IOException("the adapter is closed");
    }
    Slab now = current;
    if (now != null && now.range.byteSize() - now.used >= bytes) {
      return now;
    }
    Slab next = newSlab(bytes);
    current = next;
    if (now != null) {
      closeIfEmpty(now);
    }
    return next;
  }

  private static Slab newSlab(long bytes) throws IOException {
    if (bytes < SLAB_BYTES) {
      try {
        return new Slab(SLAB_BYTES);
      } catch (IOException e) {
        // Addresses are limited: then each segment has its own.
        return new Slab(bytes);
      }
    }
    return new Slab(bytes);
  }

  private synchronized void unmap(Piece piece) {
    if (piece.unmapped) {
      return;
    }
    piece.unmapped = true;
    try {
      map(
          piece.memory.address(), piece.memory.byteSize(), READ_WRITE,
          PRIVATE | ANONYMOUS | NORESERVE | FIXED, -1);
    } catch (IOException e) {
      System.getLogger(Slabs.class.getName())
        .log(System.Logger.Level.DEBUG, "a segment stays mapped until its slab goes", e);
    }
    piece.slab.mapped--;
    closeIfEmpty(piece.slab);
  }

  /** Closes a slab that takes no more segments and has none. */
  @SuppressWarnings("ReferenceEquality") // a slab is itself
  private void closeIfEmpty(Slab slab) {
    if (slab.mapped == 0 && (closed || slab != current)) {
      leaving.add(slab);
    }
    leaving.removeIf(Slabs::tryClose);
  }

  private static boolean tryClose(Slab slab) {
    try {
      slab.arena.close();
      return true;
    } catch (IllegalStateException e) {
      // Some thread is inside, which it should not be. It is tried again with the next one.
      return false;
    }
  }

  /** Takes no more segments; what is mapped stays until it is unmapped. */
  @Override
  public synchronized void close() {
    closed = true;
    Slab last = current;
    current = null;
    if (last != null) {
      closeIfEmpty(last);
    }
  }

  private static long map(long at, long bytes, int protection, int flags, int fd)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long result =
          Libc.call(Libc.newState(arena), Syscall.MMAP, at, bytes, protection, flags, fd, 0);
      // Addresses of the upper half belong to the kernel, so what is below 0 is an error.
      if (result < 0) {
        throw new IOException("mmap of " + bytes + " bytes gives error " + -result);
      }
      return result;
    }
  }

  private static void unmap(long address, long bytes) {
    Libc.syscall(Syscall.MUNMAP.number, address, bytes, 0, 0);
  }
}
