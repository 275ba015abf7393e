package org.sanswitch.spi;

import java.lang.foreign.MemorySegment;
import java.util.Set;
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

  /** Optional: WSAEOPNOTSUPP. */
  public static final ExtensionFunction<CacheCallback> WSPMEMORYREGISTRATIONCACHECALLBACK =
      new ExtensionFunction<>("WSPMemoryRegistrationCacheCallback");

  /** Ours, optional: memory from the provider's own allocator, registered already. */
  public static final ExtensionFunction<AllocateMemory> WSPALLOCATEMEMORY =
      new ExtensionFunction<>("WSPAllocateMemory");

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
     * Registers memory for the transfers of a socket.
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

  /** WSPMemoryRegistrationCacheCallback (MEM-5). */
  @FunctionalInterface
  public interface CacheCallback {
    /**
     * Tells that memory is about to go; cached registrations of it must be evicted.
     *
     * @param memory the memory
     * @throws WsaException WSAEINVAL for memory that is not in the cache
     */
    void evict(MemorySegment memory) throws WsaException;
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
}
