package org.sanswitch.spi;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RegistrationCounts;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/**
 * Extension functions, asked for by id (INI-4). An id has the type of its function.
 *
 * @param name name of the function
 * @param <F> its type
 */
public record ExtensionFunction<F>(String name) {

  /** Required. */
  public static final ExtensionFunction<RegisterMemory> WSPREGISTERMEMORY =
      new ExtensionFunction<>("WSPRegisterMemory");

  /** Required. */
  public static final ExtensionFunction<DeregisterMemory> WSPDEREGISTERMEMORY =
      new ExtensionFunction<>("WSPDeregisterMemory");

  /** Required where SO_MAX_RDMA_SIZE is not 0. */
  public static final ExtensionFunction<RegisterRdmaMemory> WSPREGISTERRDMAMEMORY =
      new ExtensionFunction<>("WSPRegisterRdmaMemory");

  /** Required where SO_MAX_RDMA_SIZE is not 0. */
  public static final ExtensionFunction<DeregisterMemory> WSPDEREGISTERRDMAMEMORY =
      new ExtensionFunction<>("WSPDeregisterRdmaMemory");

  /** Required where SO_MAX_RDMA_SIZE is not 0. */
  public static final ExtensionFunction<RdmaTransfer> WSPRDMAWRITE =
      new ExtensionFunction<>("WSPRdmaWrite");

  /** Optional: WSAEOPNOTSUPP. */
  public static final ExtensionFunction<RdmaTransfer> WSPRDMAREAD =
      new ExtensionFunction<>("WSPRdmaRead");

  /** Optional: WSAEOPNOTSUPP from a provider that keeps no registrations. */
  public static final ExtensionFunction<CacheCallback> WSPMEMORYREGISTRATIONCACHECALLBACK =
      new ExtensionFunction<>("WSPMemoryRegistrationCacheCallback");

  /** Ours, optional: memory from the provider's own allocator, registered already. */
  public static final ExtensionFunction<AllocateMemory> WSPALLOCATEMEMORY =
      new ExtensionFunction<>("WSPAllocateMemory");

  /** Ours, optional: threads of the switch that wait do the work of the provider's own thread. */
  public static final ExtensionFunction<Drivers> WSPDRIVERS = new ExtensionFunction<>("WSPDrivers");

  /** Who may do what with registered memory (MEM-2). */
  public enum Access {
    /** The provider may read it: the source of sends, and of RDMA reads by the peer. */
    READ,
    /** The provider may write it: the target of receives, and of RDMA writes by the peer. */
    WRITE
  }

  /** WSPRegisterMemory: local access only (MEM-1). */
  @FunctionalInterface
  public interface RegisterMemory {
    /**
     * Registers memory for the transfers of a socket. Where the provider has {@link
     * #WSPMEMORYREGISTRATIONCACHECALLBACK} it may keep the segment after the deregistration, and memory
     * that lives as long as somebody refers to it lives on with it until it is evicted.
     *
     * @param socket the socket
     * @param memory native memory; it must stay alive until it is deregistered
     * @param access what the provider may do with it
     * @return the registration
     * @throws WsaException WSAENOTSOCK; WSAENOBUFS if it cannot be registered; WSAEFAULT for heap
     */
    MemoryRegion register(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
        throws WsaException;
  }

  /** WSPDeregisterMemory and WSPDeregisterRdmaMemory (MEM-3). */
  @FunctionalInterface
  public interface DeregisterMemory {
    /**
     * Ends a registration.
     *
     * @param socket the socket
     * @param region the registration
     * @throws WsaException WSAENOTSOCK; WSAEINVAL if it is in use or was never registered
     */
    void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException;
  }

  /** WSPRegisterRdmaMemory: access also by the one connected peer of the socket (MEM-1). */
  @FunctionalInterface
  public interface RegisterRdmaMemory {
    /**
     * Registers memory for RDMA by the peer.
     *
     * @param socket a connected socket
     * @param memory native memory; it must stay alive until it is deregistered
     * @param access what the peer may do with it
     * @return the registration with the descriptor for the peer
     * @throws WsaException WSAENOTSOCK; WSAENOTCONN; WSAENOBUFS if it cannot be registered
     */
    RdmaRegion register(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
        throws WsaException;
  }

  /** Memory that the peer may reach. */
  public interface RdmaRegion extends MemoryRegion {
    /** {@return what the peer passes to its WSPRdmaWrite or WSPRdmaRead; 1 to 64 bytes} */
    byte[] descriptor();
  }

  /** WSPRdmaWrite and WSPRdmaRead. Data path: throws nothing. */
  @FunctionalInterface
  public interface RdmaTransfer {
    /**
     * Starts a transfer between local registered memory and memory of the peer.
     *
     * @param socket the socket
     * @param local local memory; every piece registered
     * @param remote descriptor as received from the peer; hostile until checked
     * @param remoteOffset where in the peer's region, in bytes
     * @param overlapped the operation
     * @return WSA_IO_PENDING, or an error, and then the operation was not started
     */
    WsaError transfer(
        SocketDescriptor socket,
        BufferVector local,
        byte[] remote,
        long remoteOffset,
        Overlapped overlapped);
  }

  /**
   * WSPMemoryRegistrationCacheCallback (MEM-5): for a provider that keeps registrations after
   * WSPDeregisterMemory, to find them again by address.
   *
   * <p>Only local registrations may be kept. Access of the peer must have ended when
   * WSPDeregisterRdmaMemory returns, and must not come back with the old descriptor, also not when the
   * same memory is registered again. A registration must not be found again with more access than
   * it was made with, nor for a socket that it was not made for. A {@link MemoryRegion} that was
   * deregistered stays so: who registers again gets another object. What is kept must never make
   * another registration fail. It goes before the connection of its socket is closed.
   */
  @FunctionalInterface
  public interface CacheCallback {
    /**
     * Tells that memory is about to go, or has gone. When this returns, the provider keeps no
     * registration of any byte of it, whichever socket made it; registrations of other memory stay.
     *
     * <p>Memory that is registered now, in use by a pending transfer or not, stays registered and usable:
     * the caller owes WSPDeregisterMemory as ever (MEM-3). It is known, so this call succeeds;
     * its registration must not be kept when it is deregistered. The caller may therefore
     * call this before or after it deregisters, and in any thread. Must not block for the peer.
     *
     * @param memory the memory; only its address and length are looked at, it may be closed already
     * @throws WsaException WSAEINVAL if no byte of it is kept or registered by WSPRegisterMemory
     */
    void evict(MemorySegment memory) throws WsaException;

    /**
     * {@return what the cache holds and has done; null from a provider that does not count} For the
     * status; must not block.
     */
    default @Nullable RegistrationCounts counts() {
      return null;
    }
  }

  /** WSPAllocateMemory: memory that suits the provider best (shared memory, huge pages). */
  @FunctionalInterface
  public interface AllocateMemory {
    /**
     * Allocates zeroed memory, aligned to 64 bytes, registered for sends and receives of the
     * socket. It lives until it is deregistered, at the latest until WPUCloseSocketHandle.
     *
     * @param socket the socket
     * @param bytes how much
     * @return the registration
     * @throws WsaException WSAENOTSOCK; WSAENOBUFS with the reason
     */
    MemoryRegion allocate(SocketDescriptor socket, long bytes) throws WsaException;
  }

  /** WSPDrivers: for a provider whose own thread handles what happens, and can let others do so. */
  @FunctionalInterface
  public interface Drivers {
    /** {@return a driver that does not drive yet; it needs no release} */
    Driver newDriver();
  }

  /**
   * A thread of the switch that handles what happens to the sockets of a provider, its own and others, while
   * it waits for something itself. So what comes for it costs no change of threads. One drives at a
   * time; without one, the provider's own thread does it. Upcalls are made inside {@link #drive}, for any
   * socket (CMP-3).
   *
   * <p>Who drives owes nothing: the provider takes the turn back from a driver that does not
   * call drive for about a millisecond.
   *
   * <p><b>Threading.</b> All but {@link #wake} are called by one thread at a time. Nothing is thrown.
   */
  public interface Driver {
    /** What {@link #drive} returns to one that does not drive. */
    int NOT_DRIVING = -1;

    /** {@return whether it drives from now on, or did before; false where another does, or it would harm others} */
    boolean begin();

    /**
     * Handles what has happened. A wait ends when something has happened, when {@link #wake} is called, or
     * after that time, and may end early without cause; an interrupt does not end it.
     *
     * @param waitNanos 0 to look once, or how long to wait in nanoseconds
     * @return number of events that were handled, or {@link #NOT_DRIVING}: somebody else does, or nobody
     *     needs to any more
     */
    int drive(long waitNanos);

    /** The thread does something else for a while; the provider may take its turn back at once. */
    void away();

    /** Gives the turn back. */
    void end();

    /** Ends the wait of another thread in drive, or its next one if there is none now. */
    void wake();
  }
}
