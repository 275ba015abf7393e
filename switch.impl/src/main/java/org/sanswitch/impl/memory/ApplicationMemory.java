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
 * buffer or an automatic arena is collected. Memory of an arena that can be closed is never lent:
 * nothing in Java keeps it from being closed in the middle of a transfer.
 *
 * <p>Java does not tell of a collection at once. So before memory is registered that was not seen before, everything
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
   * {@return whether memory may be lent to a provider at all: it is outside the heap, any thread may
   * use it, and it stays as long as somebody holds it}
   *
   * @param memory memory of the application
   */
  public static boolean isLendable(MemorySegment memory) {
    return problem(memory) == null;
  }

  /**
   * Registers a part of a direct buffer (MEM-1).
   *
   * @param port the provider
   * @param socket a socket of it
   * @param buffer the buffer; its life is that of the memory
   * @param memory the part of it
   * @param access what the provider may do with it
   * @return the registration, to be released
   * @throws WsaException WSAEFAULT for memory that must be copied: what is not {@linkplain
   *     #isLendable lendable}, or read-only when it is to be written; else as WSPRegisterMemory
   */
  public Lease register(ProviderPort port, SocketDescriptor socket, ByteBuffer buffer,
      MemorySegment memory, Set<Access> access) throws WsaException {
    check(memory, access);
    Lifetime lifetime = Lifetime.of(memory);
    if (lifetime == Lifetime.UNKNOWN) {
      return new Lease(this, memory, port, socket,
          port.registerMemory().register(socket, memory, access), memory, null);
    }
    Life life = hold(memory, lifetime == Lifetime.BUFFER ? buffer : memory.scope(), port);
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
  private Life hold(MemorySegment memory, Object anchor, ProviderPort port) {
    List<Life> over = new ArrayList<>();
    List<ProviderPort> others = List.of();
    MemorySegment surplus;
    Life life;
    lock.lock();
    try {
      drainCollected(over);
      life = find(memory, anchor, over);
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
    String problem = problem(memory);
    if (problem == null && access.contains(Access.WRITE) && memory.isReadOnly()) {
      problem = "it is read-only";
    }
    if (problem != null) {
      throw new WsaException(WsaError.WSAEFAULT,
          memory.byteSize() + " bytes cannot be registered: " + problem);
    }
  }

  private static @Nullable String problem(MemorySegment memory) {
    if (!memory.isNative()) {
      return "it is on the heap";
    }
    if (!memory.isAccessibleBy(ANOTHER)) {
      return "it is for one thread only";
    }
    return Lifetime.of(memory) == Lifetime.CLOSABLE ? "its arena can be closed meanwhile" : null;
  }

  /** Lock held: {@return the life of memory} A new one begins where all others have ended. */
  private Life find(MemorySegment memory, Object anchor, List<Life> over) {
    // Another thread may be about to tell of these; they must be told before this memory comes.
    lives.ending().stream().filter(life -> life.overlaps(memory)).forEach(over::add);
    Life known = lives.find(memory.scope());
    if (known != null) {
      return known;
    }
    lives.endIf(life -> life.overlaps(memory), over);
    Life life = lives.begin(memory.scope(), anchor);
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
    drop(lease);
  }

  /** The provider has let go of it. */
  void drop(Lease lease) {
    Life life = lease.life;
    if (lease.markReleased() && (life == null || end(life, lease.memory))) {
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
   * Tells providers of all memory that has gone. To be called every {@link #SWEEP_NANOS} while there
   * are {@link #lives}; nothing in Java would call back.
   */
  public void sweep() {
    List<Life> over = new ArrayList<>();
    lock.lock();
    try {
      drainCollected(over);
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
  public int lives() {
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
