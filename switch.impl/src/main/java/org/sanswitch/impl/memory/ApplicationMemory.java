package org.sanswitch.impl.memory;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.CacheCallback;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * Registers memory of the application with providers as it is, and tells their registration caches
 * when it goes (WSPMemoryRegistrationCacheCallback, MEM-5): when the last reference to a direct
 * buffer or an automatic arena is collected, or an arena was closed.
 *
 * <p>Java tells neither at once. So before memory is registered that was not seen before, everything
 * that was at its addresses is evicted; and what providers are given is never the memory that may be
 * collected, but a segment of the same addresses that lives on its own, so that a cache does not
 * keep the memory of the application, and one that looks at scopes cannot take one life for another.
 *
 * <p>Any thread may call all functions. No lock is held across a call of a provider.
 */
public final class ApplicationMemory {

  /** How often {@link #sweep} should be called, in nanoseconds. */
  public static final long SWEEP_NANOS = 1_000_000_000L;

  /** Greatest number of lives that are looked after while nothing of them is registered. */
  static final int MAX_LIVES = 1024;

  private static final Logger LOGGER = System.getLogger(ApplicationMemory.class.getName());

  /** Not started: memory that it cannot use is for one thread only. */
  private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {});

  private final ReentrantLock lock = new ReentrantLock();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();

  /** Guard: {@link #lock}. */
  private final Lives lives = new Lives(MAX_LIVES, collected);

  /** Makes it; nothing is registered. */
  public ApplicationMemory() {}

  /**
   * Registers a part of a direct buffer, from its position to its limit (MEM-1).
   *
   * @param port the provider
   * @param socket a socket of it
   * @param buffer the buffer
   * @param access what the provider may do with it
   * @return the registration, to be released
   * @throws WsaException WSAEFAULT for memory that must be copied: on the heap, for one thread only,
   *     closed, or read-only when it is to be written; else as WSPRegisterMemory
   */
  public Lease register(
      ProviderPort port, SocketDescriptor socket, ByteBuffer buffer, Set<Access> access)
      throws WsaException {
    return register(port, socket, MemorySegment.ofBuffer(buffer), buffer, access);
  }

  /**
   * Registers a segment (MEM-1).
   *
   * @param port the provider
   * @param socket a socket of it
   * @param memory the memory
   * @param access what the provider may do with it
   * @return the registration, to be released
   * @throws WsaException as for a buffer
   */
  public Lease register(
      ProviderPort port, SocketDescriptor socket, MemorySegment memory, Set<Access> access)
      throws WsaException {
    return register(port, socket, memory, memory, access);
  }

  private Lease register(ProviderPort port, SocketDescriptor socket, MemorySegment memory,
      Object source, Set<Access> access) throws WsaException {
    check(memory, access);
    Lifetime lifetime = Lifetime.of(memory);
    if (lifetime == Lifetime.UNKNOWN) {
      return new Lease(this, memory, port, socket,
          port.registerMemory().register(socket, memory, access), memory, null);
    }
    boolean buffer = lifetime == Lifetime.BUFFER && source instanceof ByteBuffer;
    Life life = hold(lifetime, memory, buffer ? source : memory.scope(), port);
    MemorySegment range = life.view(memory);
    MemoryRegion region = null;
    try {
      region = port.registerMemory().register(socket, range, access);
      return new Lease(this, memory, port, socket, region, range, life);
    } finally {
      if (region == null) {
        end(life, memory);
      }
    }
  }

  /** {@return the life of memory, which goes to a provider next} It is the only one there. */
  private Life hold(
      Lifetime lifetime, MemorySegment memory, Object anchor, ProviderPort port) {
    List<Life> over = new ArrayList<>();
    List<ProviderPort> others = List.of();
    MemorySegment surplus;
    Life life;
    lock.lock();
    try {
      drainCollected(over);
      life = find(lifetime, memory, anchor, over);
      surplus = life.lease(memory, anchor, port);
      if (surplus != null) {
        others = life.ports();
      }
    } finally {
      lock.unlock();
    }
    tell(over);
    for (ProviderPort each : others) {
      evict(each, surplus);
    }
    return life;
  }

  private static void check(MemorySegment memory, Set<Access> access) throws WsaException {
    String problem =
        !memory.isNative()
            ? "it is on the heap"
            : !memory.isAccessibleBy(ANOTHER)
                ? "it is for one thread only"
                : !memory.scope().isAlive()
                    ? "its arena is closed"
                    : access.contains(Access.WRITE) && memory.isReadOnly()
                        ? "it is read-only"
                        : null;
    if (problem != null) {
      throw new WsaException(WsaError.WSAEFAULT,
          memory.byteSize() + " bytes cannot be registered: " + problem);
    }
  }

  /** Lock held: {@return the life of memory} A new one begins where all others have ended. */
  private Life find(
      Lifetime lifetime, MemorySegment memory, Object anchor, List<Life> over) {
    // Another thread may be about to tell of these; they must be told before this memory comes.
    lives.ending().stream().filter(life -> life.overlaps(memory)).forEach(over::add);
    Life known = lives.find(memory.scope());
    if (known != null) {
      return known;
    }
    lives.endIf(life -> life.overlaps(memory), over);
    Life life = lives.begin(lifetime, memory.scope(), anchor);
    lives.endEldest(over);
    return life;
  }

  void release(Lease lease) throws WsaException {
    try {
      lease.port.deregisterMemory().deregister(lease.socket, lease.region);
    } catch (WsaException e) {
      if (e.error() == WsaError.WSAEINVAL) {
        throw e;
      }
      // Else the socket is closed, and the registration has gone with it.
    }
    Life life = lease.life;
    if (life == null || (lease.markReleased() && end(life, lease.memory))) {
      evict(lease.port, lease.range);
    }
  }

  /** {@return whether the life has ended meanwhile, so that nothing of it may be kept} */
  private boolean end(Life life, MemorySegment memory) {
    lock.lock();
    try {
      life.release(memory);
      return life.isOver();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells providers of all memory that has gone. To be called every {@link #SWEEP_NANOS}; there is
   * nothing in Java that would call back when an arena is closed.
   */
  public void sweep() {
    List<Life> over = new ArrayList<>();
    lock.lock();
    try {
      drainCollected(over);
      lives.endIf(Life::isClosed, over);
    } finally {
      lock.unlock();
    }
    tell(over);
  }

  /**
   * A provider has gone: nothing is told to it any longer.
   *
   * @param port the provider
   */
  public void forget(ProviderPort port) {
    lock.lock();
    try {
      lives.all().forEach(life -> life.forget(port));
    } finally {
      lock.unlock();
    }
  }

  /** {@return number of lives that are looked after} */
  int lives() {
    lock.lock();
    try {
      return lives.count();
    } finally {
      lock.unlock();
    }
  }

  /** Lock held: ends the lives whose last known object was collected. */
  private void drainCollected(List<Life> over) {
    for (Reference<?> each = collected.poll(); each != null; each = collected.poll()) {
      if (each instanceof Life.Anchor anchor && anchor.life.collected(anchor)) {
        lives.endIf(life -> life == anchor.life, over);
      }
    }
  }

  /** Tells providers that lives are over. */
  private void tell(List<Life> over) {
    if (over.isEmpty()) {
      return;
    }
    for (Life life : over) {
      for (ProviderPort port : life.ports()) {
        life.ranges().forEach(range -> evict(port, range));
      }
    }
    lock.lock();
    try {
      lives.ended(over);
    } finally {
      lock.unlock();
    }
  }

  private static void evict(ProviderPort port, @Nullable MemorySegment range) {
    CacheCallback cache = port.cacheCallback();
    if (cache == null || range == null) {
      return;
    }
    try {
      cache.evict(range);
    } catch (WsaException e) {
      // WSAEINVAL: it does not keep that memory, or no longer.
    } catch (RuntimeException | Error e) {
      LOGGER.log(Level.WARNING,
          port.name() + " threw from WSPMemoryRegistrationCacheCallback for " + range.byteSize()
              + " bytes",
          e);
    }
  }
}
