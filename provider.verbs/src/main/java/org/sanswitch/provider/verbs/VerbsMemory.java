package org.sanswitch.provider.verbs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.QueuePair.Access;
import org.sanswitch.memory.MemoryRegion;

/**
 * The memory of one queue pair, in a protection domain of its own: the keys of one connection are
 * worth nothing over another, whoever knows or guesses them (MEM-1).
 */
final class VerbsMemory {

  private static final int ALIGNMENT = 64;

  private final VerbsLibrary verbs;
  private final long domain;

  /** Guard: this. */
  private final Set<VerbsRegion> regions = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Guard: this. */
  private boolean closed;

  VerbsMemory(VerbsLibrary verbs, long domain) {
    this.verbs = verbs;
    this.domain = domain;
  }

  /** {@return the protection domain} */
  long domain() {
    return domain;
  }

  /**
   * Allocates zeroed memory and registers it for this end.
   *
   * @throws AdapterException INVALID; NO_RESOURCES with the numbers
   */
  VerbsRegion allocate(long bytes) throws AdapterException {
    if (bytes <= 0) {
      throw new AdapterException(
          AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "cannot allocate " + bytes + " bytes");
    }
    Arena arena = Arena.ofShared();
    boolean done = false;
    try {
      MemorySegment segment = arena.allocate(bytes, ALIGNMENT);
      VerbsRegion region =
          add(segment, VerbsRegion.READ | VerbsRegion.WRITE, VerbsLayout.ACCESS_LOCAL_WRITE, arena);
      done = true;
      return region;
    } catch (OutOfMemoryError e) {
      throw new AdapterException(
          AdapterError.NO_RESOURCES, RouteReason.PROVIDER_FAILED,
          "cannot allocate " + bytes + " bytes: " + e.getMessage(), e);
    } finally {
      if (!done) {
        arena.close();
      }
    }
  }

  /**
   * Registers memory, with no more access than is asked for (MEM-2).
   *
   * @throws AdapterException INVALID for what is not native memory; NO_RESOURCES
   */
  VerbsRegion register(MemorySegment segment, Set<Access> access) throws AdapterException {
    if (!segment.isNative()) {
      throw new AdapterException(
          AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "only native memory is registered");
    }
    int local =
        (access.contains(Access.LOCAL_READ) ? VerbsRegion.READ : 0)
            | (access.contains(Access.LOCAL_WRITE) ? VerbsRegion.WRITE : 0);
    int flags =
        (access.contains(Access.REMOTE_READ) ? VerbsLayout.ACCESS_REMOTE_READ : 0)
            | (access.contains(Access.REMOTE_WRITE) ? VerbsLayout.ACCESS_REMOTE_WRITE : 0);
    // A device wants the right to write here before it gives it to the peer.
    boolean written =
        (local & VerbsRegion.WRITE) != 0 || (flags & VerbsLayout.ACCESS_REMOTE_WRITE) != 0;
    return add(segment, local, flags | (written ? VerbsLayout.ACCESS_LOCAL_WRITE : 0), null);
  }

  private synchronized VerbsRegion add(
      MemorySegment segment, int local, int flags, @Nullable Arena arena)
      throws AdapterException {
    if (closed) {
      throw new AdapterException(
          AdapterError.DISCONNECTED, RouteReason.PROVIDER_FAILED, "the queue pair is closed");
    }
    long handle = verbs.register(domain, segment.address(), segment.byteSize(), flags);
    if (handle < 0) {
      throw ErrorTables.ofResources(
          (int) -handle, "cannot register " + segment.byteSize() + " bytes");
    }
    boolean remote =
        (flags & (VerbsLayout.ACCESS_REMOTE_READ | VerbsLayout.ACCESS_REMOTE_WRITE)) != 0;
    VerbsRegion region =
        remote
            ? new VerbsRemoteRegion(this, segment, local, handle)
            : new VerbsRegion(this, segment, local, handle, arena);
    regions.add(region);
    return region;
  }

  /**
   * Ends a registration and frees memory that was allocated; no peer reaches it when this returns
   * (MEM-5).
   *
   * @throws AdapterException INVALID if it is in use or unknown (MEM-3)
   */
  synchronized void deregister(MemoryRegion region) throws AdapterException {
    if (!(region instanceof VerbsRegion known) || !regions.contains(known) || !known.end()) {
      throw new AdapterException(
          AdapterError.INVALID, RouteReason.PROVIDER_FAILED,
          "region of " + region.segment().byteSize() + " bytes is in use or unknown");
    }
    regions.remove(known);
    release(known);
  }

  private void release(VerbsRegion region) {
    int error = verbs.deregister(region.handle());
    if (error == 0) {
      region.free();
    } else {
      // The device may still write there: the memory is better lost than given to somebody else.
      System.getLogger(VerbsMemory.class.getName())
        .log(
            System.Logger.Level.WARNING,
            "memory of " + region.segment().byteSize() + " bytes cannot be deregistered: error "
                + -error);
    }
  }

  /** Releases everything; the queue pair is destroyed already, so nothing is in use. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      List.copyOf(regions).forEach(this::release);
      regions.clear();
      var _ = verbs.freeDomain(domain);
    }
  }
}
