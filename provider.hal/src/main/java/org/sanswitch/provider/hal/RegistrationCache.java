package org.sanswitch.provider.hal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RegistrationCounts;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;

/**
 * The registration cache of a provider (MEM-5): local registrations outlive WSPDeregisterMemory, and
 * are found again by address, length and access, by the socket that they were made for. What the
 * peer may reach is never kept. All sockets share the bounds; the least recently used goes first.
 *
 * <p>A registration is in the index from its making to its end: in use, or kept. Only one that is
 * kept is found, and by one caller, who then has it alone.
 *
 * <p><b>Locks.</b> {@link #ending} is held by whoever ends what is kept, also while it calls the
 * adapter: who holds it knows that nothing is half ended, and that no queue pair is closed meanwhile
 * ({@link #release}). {@link #lock} is innermost and guards the state; a hit takes nothing else. No
 * other lock of the bundle is taken with one of them.
 */
final class RegistrationCache {

  /** A call of the adapter that may fail for want of resources. */
  @FunctionalInterface
  interface Call<T> {
    T make() throws AdapterException;
  }

  private final CacheBounds bounds;
  private final BoundedLog log;
  private final AtomicLong connections = new AtomicLong();
  private final ReentrantLock ending = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();

  /** Guard: {@link #lock}. */
  private final RegistrationIndex index = new RegistrationIndex();

  /** Guard: {@link #lock}. */
  private final KeptRegistrations kept = new KeptRegistrations();

  /** Guard: {@link #lock}. */
  private long hits;

  /** Guard: {@link #lock}. */
  private long misses;

  /** Guard: written with {@link #ending}, read by anyone. */
  private volatile long evictions;

  /** Guard: written with {@link #lock}. Nothing is kept any longer. */
  private boolean closed;

  /**
   * Makes an empty cache.
   *
   * @param bounds how much it keeps
   * @param log for an adapter that does not end a registration
   */
  RegistrationCache(CacheBounds bounds, BoundedLog log) {
    this.bounds = bounds;
    this.log = log;
  }

  /** {@return whether anything is ever kept} */
  boolean isOn() {
    return bounds.entries() > 0;
  }

  /** {@return a number that no other connection of the provider has} */
  long nextConnection() {
    return connections.incrementAndGet();
  }

  /** {@return what was counted} */
  RegistrationCounts counts() {
    lock.lock();
    try {
      return new RegistrationCounts(kept.count(), kept.bytes(), hits, misses, evictions);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Looks for a registration that is kept, and takes it into use.
   *
   * @param owner the connection; the caller is inside it
   * @param memory what is to be registered
   * @param read whether it is to be read
   * @param write whether it is to be written
   * @return a registration that has that memory, or null
   */
  @Nullable
  Registration take(HalConnection owner, MemorySegment memory, boolean read, boolean write) {
    lock.lock();
    try {
      Registration found = index.findKept(owner, memory, read, write);
      if (found == null) {
        misses++;
      } else {
        hits++;
        kept.remove(found);
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes in a new registration, in use.
   *
   * @param registration the registration; the caller is inside its connection
   * @param memory its memory
   */
  void add(Registration registration, MemorySegment memory) {
    boolean endless = memory.scope().equals(Arena.global().scope());
    lock.lock();
    try {
      // Memory of the global scope may come from elsewhere: nothing here shows when it goes.
      registration.doomed = endless || registration.size == 0 || registration.size > bounds.bytes();
      index.add(registration);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A registration is used no longer: keeps it if it may.
   *
   * @param registration the registration; the caller is inside its connection
   * @return whether it is kept; else the caller ends it at the adapter and then {@link #forget}s it
   */
  boolean keep(Registration registration) {
    boolean full;
    lock.lock();
    try {
      if (registration.doomed || closed || !isOn()) {
        return false;
      }
      kept.add(registration);
      full = isFull();
    } finally {
      lock.unlock();
    }
    if (full) {
      trim();
    }
    return true;
  }

  /**
   * A registration that was not kept has ended.
   *
   * @param registration the registration
   */
  void forget(Registration registration) {
    lock.lock();
    try {
      index.remove(registration);
    } finally {
      lock.unlock();
    }
  }

  /**
   * WSPMemoryRegistrationCacheCallback: memory is about to go. What is kept of it ends before this
   * returns; what is in use is not kept afterwards.
   *
   * @param memory the memory, alive or not
   * @return whether anything of it was known
   */
  boolean evict(MemorySegment memory) {
    return evict(each -> each.overlaps(memory));
  }

  /**
   * A socket is being closed: nothing of it is kept any longer.
   *
   * @param owner its connection
   */
  void evict(HalConnection owner) {
    evict(each -> each.owner.number == owner.number);
  }

  /**
   * The queue pair of a closed socket goes next, with what is still registered. Nobody is inside the
   * connection any longer; when this returns nobody ends registrations of it either.
   *
   * @param owner its connection
   */
  void release(HalConnection owner) {
    ending.lock();
    try {
      evict(owner);
      lock.lock();
      try {
        for (int at = index.count() - 1; at >= 0; at--) {
          Registration each = index.get(at);
          if (each.owner.number == owner.number) {
            index.remove(each);
          }
        }
      } finally {
        lock.unlock();
      }
    } finally {
      ending.unlock();
    }
  }

  /** WSPCleanup: ends what is kept, and keeps nothing any longer. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    evict(each -> true);
  }

  /**
   * Calls the adapter. Where it has no resources, what is kept is given up, the least recently used
   * first, and it is called again: what is kept never makes a registration fail.
   *
   * @param bytes how much memory the call asks for
   * @param call the call
   * @return its result
   * @param <T> type of the result
   * @throws AdapterException what the adapter says when nothing is kept
   */
  <T> T withRoom(long bytes, Call<T> call) throws AdapterException {
    for (long wanted = bytes;; wanted += wanted) {
      long before = evictions;
      try {
        return call.make();
      } catch (AdapterException e) {
        if (e.error() != AdapterError.NO_RESOURCES || !makeRoom(wanted, before)) {
          throw e;
        }
      }
    }
  }

  private boolean makeRoom(long bytes, long before) {
    ending.lock();
    try {
      long freed = 0;
      Registration oldest = takeOldest(false);
      while (oldest != null) {
        end(oldest);
        freed += oldest.size;
        oldest = freed < bytes ? takeOldest(false) : null;
      }
      return evictions != before;
    } finally {
      ending.unlock();
    }
  }

  private void trim() {
    ending.lock();
    try {
      for (Registration oldest = takeOldest(true); oldest != null; oldest = takeOldest(true)) {
        end(oldest);
      }
    } finally {
      ending.unlock();
    }
  }

  private boolean isFull() {
    return kept.count() > bounds.entries() || kept.bytes() > bounds.bytes();
  }

  /** Holder of {@link #ending}: {@return the oldest one, kept no longer, or null} */
  private @Nullable Registration takeOldest(boolean onlyIfFull) {
    lock.lock();
    try {
      Registration oldest = onlyIfFull && !isFull() ? null : kept.oldest();
      if (oldest != null) {
        kept.remove(oldest);
        index.remove(oldest);
      }
      return oldest;
    } finally {
      lock.unlock();
    }
  }

  private boolean evict(Predicate<Registration> which) {
    ending.lock();
    try {
      List<Registration> found = new ArrayList<>();
      boolean known = false;
      lock.lock();
      try {
        for (int at = index.count() - 1; at >= 0; at--) {
          Registration each = index.get(at);
          if (which.test(each)) {
            known = true;
            if (each.used) {
              each.doomed = true;
            } else {
              found.add(each);
              kept.remove(each);
              index.remove(each);
            }
          }
        }
      } finally {
        lock.unlock();
      }
      found.forEach(this::end);
      return known;
    } finally {
      ending.unlock();
    }
  }

  /** Holder of {@link #ending}: ends one at the adapter, or leaves it to the end of its queue pair. */
  private void end(Registration registration) {
    evictions++;
    HalConnection owner = registration.owner;
    if (owner.completions.isDead()) {
      return; // its queue pair can only be closed
    }
    try {
      owner.queuePair.deregister(registration.region);
    } catch (Throwable e) {
      log.warn("the adapter did not end a registration of " + registration.size + " bytes", e);
    }
  }
}
