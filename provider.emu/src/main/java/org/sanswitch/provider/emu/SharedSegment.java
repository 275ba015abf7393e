package org.sanswitch.provider.emu;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * A mapped segment: the own one of a queue pair, which it creates and in which it reserves room, or
 * the one of its peer. See {@link SegmentDescriptor} for what is in it.
 */
final class SharedSegment implements Mapping {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final int PAGE = 4096;

  private final Arena arena;
  private final MemorySegment memory;
  private final SegmentId id;
  private final Path path;
  private final int fd;
  /** Guarded by this. Everything below is reserved: touching it cannot fail for want of memory. */
  private long reserved;
  /** Guarded by this. */
  private boolean closed;

  private SharedSegment(Arena arena, MemorySegment memory, SegmentId id, Path path, int fd) {
    this.arena = arena;
    this.memory = memory;
    this.id = id;
    this.path = path;
    this.fd = fd;
  }

  /**
   * Creates a segment; room is reserved up to the arena.
   *
   * @throws AdapterException NO_RESOURCES with NO_SHARED_MEMORY and the numbers
   */
  static SharedSegment create(ProcessDirectory directory, long arenaSize) throws AdapterException {
    FileId name = FileId.random();
    Path path = directory.path().resolve(name.toString());
    long size = SegmentDescriptor.ARENA_OFFSET + arenaSize;
    Arena arena = Arena.ofShared();
    int fd = -1;
    try (FileChannel file =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            OWNER_ONLY)) {
      fd = Libc.open(path.toString(), Libc.O_RDWR | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
      if (fd < 0) {
        throw new IOException("error " + -fd + " when it was opened again");
      }
      MemorySegment memory = file.map(FileChannel.MapMode.READ_WRITE, 0, size, arena);
      SegmentId id = new SegmentId(directory.id(), name, size, FileId.randomLong());
      SharedSegment segment = new SharedSegment(arena, memory, id, path, fd);
      segment.reserve(SegmentDescriptor.ARENA_OFFSET);
      segment.writeHeader();
      return segment;
    } catch (IOException | AdapterException e) {
      arena.close();
      if (fd >= 0) {
        Libc.close(fd);
      }
      unlink(path);
      throw e instanceof AdapterException known ? known : noMemory(path, size, e);
    }
  }

  /**
   * Maps the segment of a peer, and unlinks it, since nobody else needs its name.
   *
   * @throws AdapterException NO_RESOURCES if it is not what the peer said
   */
  static SharedSegment attach(UserDirectory user, SegmentId id) throws AdapterException {
    Path path = id.path(user);
    Arena arena = Arena.ofShared();
    try (FileChannel file =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS))) {
      Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      if (!owner.equals(user.user()) || file.size() != id.size()) {
        throw new IOException(
            "owner " + owner + " and size " + file.size() + ", expected " + user.user() + " and "
                + id.size());
      }
      MemorySegment memory = file.map(FileChannel.MapMode.READ_WRITE, 0, id.size(), arena);
      SharedSegment segment = new SharedSegment(arena, memory, id, path, -1);
      segment.checkHeader();
      unlink(path);
      return segment;
    } catch (IOException | InternalError e) {
      arena.close();
      throw noMemory(path, id.size(), e);
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
    long wanted = Math.min((upTo + PAGE - 1) & -PAGE, id.size());
    if (wanted <= reserved) {
      return;
    }
    int error = closed ? 0 : Libc.reserve(fd, reserved, wanted - reserved);
    if (error != 0) {
      throw noMemory(path, wanted, new IOException("posix_fallocate gives error " + -error));
    }
    reserved = wanted;
  }

  /** Unmaps the segment; no thread may use it any more. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      if (fd >= 0) {
        Libc.close(fd);
        unlink(path);
      }
      arena.close();
    }
  }

  private static void unlink(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      System.getLogger(SharedSegment.class.getName())
        .log(System.Logger.Level.WARNING, "cannot remove " + path, e);
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
