package org.sanswitch.provider.emu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * A mapped segment: the own one of a queue pair, which it creates and in which it reserves room, or
 * the one of its peer. See {@link SegmentDescriptor} for what is in it.
 */
final class SharedSegment implements Mapping {

  private static final int OWNER_ONLY = 0600;
  private static final int CURRENT_DIRECTORY = -100;

  private final Slabs.Piece piece;
  private final MemorySegment memory;
  private final SegmentId id;
  private final Path path;
  /** Of the own segment; the peer reserves in its own. Guarded by this. */
  private final @Nullable Room room;
  /** Guarded by this. Everything below is reserved: touching it cannot fail for want of memory. */
  private long reserved;
  /** Guarded by this. */
  private boolean closed;

  private SharedSegment(Slabs.Piece piece, SegmentId id, Path path, @Nullable Room room) {
    this.piece = piece;
    this.memory = piece.memory();
    this.id = id;
    this.path = path;
    this.room = room;
  }

  /**
   * Creates a segment; room is reserved up to the arena and for the first page of it, as the hardware
   * abstraction allocates there at once.
   *
   * @throws AdapterException NO_RESOURCES with NO_SHARED_MEMORY and the numbers
   */
  static SharedSegment create(ProcessDirectory directory, Slabs slabs, long arenaSize)
      throws AdapterException {
    return create(directory, slabs, arenaSize, Room::ofKernel);
  }

  /** The same on a kernel that gives such advice. */
  static SharedSegment create(
      ProcessDirectory directory, Slabs slabs, long arenaSize, Room.Advice advice)
      throws AdapterException {
    FileId name = FileId.random();
    Path path = directory.path().resolve(name.toString());
    long size = SegmentDescriptor.ARENA_OFFSET + arenaSize;
    int flags = Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;
    int fd = Libc.open(path.toString(), flags, OWNER_ONLY);
    if (fd < 0) {
      throw noMemory(path, size, new IOException("open gives error " + -fd));
    }
    Slabs.Piece piece = null;
    Room room = null;
    try {
      setSize(fd, size);
      piece = slabs.map(fd, size);
      room = new Room(advice, piece.memory().address(), fd);
      SegmentId id = new SegmentId(directory.id(), name, size, FileId.randomLong());
      SharedSegment segment = new SharedSegment(piece, id, path, room);
      segment.reserve(SegmentDescriptor.ARENA_OFFSET + Room.PAGE);
      segment.writeHeader();
      return segment;
    } catch (IOException | AdapterException e) {
      if (piece != null) {
        piece.unmap();
      }
      if (room == null) {
        Libc.close(fd);
      } else {
        room.close();
      }
      unlink(path);
      throw e instanceof AdapterException known ? known : noMemory(path, size, e);
    }
  }

  private static void setSize(int fd, long size) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long result =
          Libc.call(Libc.newState(arena), Syscall.FTRUNCATE, fd, size, 0, 0, 0, 0);
      if (result < 0) {
        throw new IOException("ftruncate gives error " + -result);
      }
    }
  }

  /**
   * Maps the segment of a peer, and unlinks it, since nobody else needs its name.
   *
   * @throws AdapterException NO_RESOURCES if it is not what the peer said
   */
  static SharedSegment attach(UserDirectory user, Slabs slabs, SegmentId id)
      throws AdapterException {
    Path path = id.path(user);
    int fd = Libc.open(path.toString(), Libc.O_RDWR | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
    if (fd < 0) {
      throw noMemory(path, id.size(), new IOException("open gives error " + -fd));
    }
    Slabs.Piece piece = null;
    try {
      FileStatus found = FileStatus.of(fd);
      if (!found.isFile() || found.user() != user.user() || found.size() != id.size()) {
        throw new IOException(
            found + ", expected a file of user " + user.user() + " and size " + id.size());
      }
      piece = slabs.map(fd, id.size());
      SharedSegment segment = new SharedSegment(piece, id, path, null);
      segment.checkHeader();
      unlink(path);
      return segment;
    } catch (IOException | InternalError e) {
      if (piece != null) {
        piece.unmap();
      }
      throw noMemory(path, id.size(), e);
    } finally {
      Libc.close(fd);
    }
  }

  private void writeHeader() {
    memory.set(ValueLayout.JAVA_LONG, SegmentDescriptor.NONCE_OFFSET, id.nonce());
    memory.set(ValueLayout.JAVA_LONG, SegmentDescriptor.SIZE_OFFSET, id.size());
    memory.set(
        ValueLayout.JAVA_INT,
        SegmentDescriptor.FLAGS_OFFSET,
        Membarrier.REGISTERED ? SegmentDescriptor.FLAG_BARRIER : 0);
    memory.set(
        ValueLayout.JAVA_INT, SegmentDescriptor.STATE_OFFSET, SegmentDescriptor.STATE_OPEN);
    // Nobody signals yet, so nobody can miss it: the first sleep needs no barrier (ADR 205).
    memory.set(
        ValueLayout.JAVA_INT, SegmentDescriptor.WAITER_OFFSET, SegmentDescriptor.WAITER_ATOMIC);
    memory.set(
        ValueLayout.JAVA_INT, SegmentDescriptor.VERSION_OFFSET, SegmentDescriptor.VERSION);
    RawMemory.putLongRelease(address() + SegmentDescriptor.MAGIC_OFFSET, SegmentDescriptor.MAGIC);
  }

  private void checkHeader() throws IOException {
    long magic = RawMemory.getLongAcquire(address() + SegmentDescriptor.MAGIC_OFFSET);
    int version = memory.get(ValueLayout.JAVA_INT, SegmentDescriptor.VERSION_OFFSET);
    long nonce = memory.get(ValueLayout.JAVA_LONG, SegmentDescriptor.NONCE_OFFSET);
    if (magic != SegmentDescriptor.MAGIC
        || version != SegmentDescriptor.VERSION
        || nonce != id.nonce()) {
      throw new IOException(
          "its header has magic " + Long.toHexString(magic) + ", version " + version + ", nonce "
              + Long.toHexString(nonce));
    }
  }

  @Override
  public boolean ownerRunsBarrier() {
    int flags = memory.get(ValueLayout.JAVA_INT, SegmentDescriptor.FLAGS_OFFSET);
    return (flags & SegmentDescriptor.FLAG_BARRIER) != 0;
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public long address() {
    return memory.address();
  }

  SegmentId id() {
    return id;
  }

  @Override
  public long arenaSize() {
    return id.size() - SegmentDescriptor.ARENA_OFFSET;
  }

  @Override
  public synchronized void reserve(long upTo) throws AdapterException {
    long wanted = Math.min((upTo + Room.PAGE - 1) & -Room.PAGE, id.size());
    if (wanted <= reserved || closed || room == null) {
      return;
    }
    try {
      room.reserve(reserved, wanted - reserved);
    } catch (IOException e) {
      throw noMemory(path, wanted, e);
    }
    reserved = wanted;
  }

  /** Unmaps the segment; no thread may use it any more. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      if (room != null) {
        room.close();
        unlink(path);
      }
      piece.unmap();
    }
  }

  private static void unlink(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      long result =
          Libc.call(
              Libc.newState(arena), Syscall.UNLINKAT, CURRENT_DIRECTORY,
              arena.allocateFrom(path.toString()).address(), 0, 0, 0, 0);
      if (result < 0 && result != -Libc.ENOENT) {
        System.getLogger(SharedSegment.class.getName())
          .log(System.Logger.Level.WARNING, "cannot remove {0}: error {1}", path, -result);
      }
    }
  }

  private static AdapterException noMemory(Path path, long size, Throwable cause) {
    return new AdapterException(
        AdapterError.NO_RESOURCES,
        RouteReason.NO_SHARED_MEMORY,
        "segment " + path + " of " + size + " bytes: " + cause.getMessage(),
        cause);
  }
}
