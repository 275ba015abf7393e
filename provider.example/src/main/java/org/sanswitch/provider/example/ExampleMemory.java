package org.sanswitch.provider.example;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.QueuePair.Access;
import org.sanswitch.memory.MemoryRegion;

/**
 * What is registered with one queue pair (MEM-1 to MEM-3). Guard of everything: the adapter's lock.
 *
 * <p>Remote keys live in the queue pair that owns the memory, and only its one peer looks them up
 * there: so the key of one connection is worth nothing over another.
 */
final class ExampleMemory {

  private static final int ALIGNMENT = 64;
  private static final Set<Access> LOCAL = EnumSet.of(Access.LOCAL_READ, Access.LOCAL_WRITE);

  /** So that a key tells nothing about the next. */
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Set<ExampleRegion> regions = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Long, ExampleRemoteRegion> keys = new HashMap<>();
  private boolean closed;

  ExampleRegion allocate(long bytes) throws AdapterException {
    checkOpen();
    Arena arena = Arena.ofShared();
    try {
      return add(new ExampleRegion(arena.allocate(bytes, ALIGNMENT), LOCAL, arena));
    } catch (IllegalArgumentException | OutOfMemoryError e) {
      arena.close();
      throw new AdapterException(AdapterError.NO_RESOURCES, RouteReason.PROVIDER_FAILED,
          "cannot allocate " + bytes + " bytes", e);
    }
  }

  ExampleRegion register(MemorySegment memory, Set<Access> access) throws AdapterException {
    checkOpen();
    boolean write = access.contains(Access.LOCAL_WRITE) || access.contains(Access.REMOTE_WRITE);
    if (!memory.isNative() || (write && memory.isReadOnly())) {
      throw invalid(memory.byteSize() + " bytes of heap or read-only memory");
    }
    if (!access.contains(Access.REMOTE_READ) && !access.contains(Access.REMOTE_WRITE)) {
      return add(new ExampleRegion(memory, access, null));
    }
    ExampleRemoteRegion region = new ExampleRemoteRegion(memory, access, RANDOM.nextLong());
    keys.put(region.key(), region);
    return add(region);
  }

  private ExampleRegion add(ExampleRegion region) {
    regions.add(region);
    return region;
  }

  /** {@return the region if it is one of ours and allows the access, else null} */
  @Nullable
  ExampleRegion find(@Nullable MemoryRegion region, Access access) {
    return region instanceof ExampleRegion ours && regions.contains(ours) && ours.allows(access)
        ? ours
        : null;
  }

  /**
   * {@return what the peer names, if it may reach it so, else null}
   *
   * @param descriptor what the peer sent: anything at all
   * @param offset first byte in the region, as the peer has it
   * @param length number of bytes, as the peer has it
   * @param access REMOTE_READ or REMOTE_WRITE
   */
  @Nullable
  ExampleRegion findRemote(byte[] descriptor, long offset, int length, Access access) {
    if (descriptor.length != Long.BYTES) {
      return null;
    }
    ExampleRemoteRegion region = keys.get(ByteBuffer.wrap(descriptor).getLong());
    return region != null && region.allows(access) && region.contains(offset, length)
        ? region
        : null;
  }

  void deregister(MemoryRegion region) throws AdapterException {
    if (!(region instanceof ExampleRegion ours) || !regions.contains(ours) || ours.isInUse()) {
      throw invalid("memory that is in use or unknown");
    }
    end(ours);
  }

  /** The key goes first: what is freed is out of the peer's reach (MEM-5). */
  private void end(ExampleRegion region) {
    if (region instanceof ExampleRemoteRegion remote) {
      keys.remove(remote.key());
    }
    regions.remove(region);
    region.free();
  }

  /** Ends what is left. Nothing is under way any longer. */
  void close() {
    closed = true;
    List.copyOf(regions).forEach(this::end);
  }

  private void checkOpen() throws AdapterException {
    if (closed) {
      throw invalid("the queue pair is closed");
    }
  }

  private static AdapterException invalid(String detail) {
    return new AdapterException(AdapterError.INVALID, RouteReason.PROVIDER_FAILED, detail);
  }
}
