package org.sanswitch.impl.provider;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/**
 * A started provider: its functions, with the extension functions and sizes asked for once (INI-4,
 * OPT-1).
 *
 * @param name name of the provider
 * @param table its functions
 * @param allocateMemory WSPAllocateMemory, or null if it has none
 * @param registerMemory WSPRegisterMemory
 * @param deregisterMemory WSPDeregisterMemory
 * @param maxMessageSize SO_MAX_MSG_SIZE in bytes
 * @param maxInjectSize SO_MAX_INJECT_SIZE in bytes, 0 for none
 * @param maxReceives SO_MAX_RECEIVES
 * @param cacheCallback WSPMemoryRegistrationCacheCallback, or null if it keeps no registrations
 * @param rdma what it has for RDMA, or null if it has none
 * @param drivers WSPDrivers, or null if only its own thread handles what happens
 * @param memory counts what its sessions have of memory for large transfers
 */
public record ProviderPort(
    String name,
    WspProcedureTable table,
    ExtensionFunction.@Nullable AllocateMemory allocateMemory,
    ExtensionFunction.RegisterMemory registerMemory,
    ExtensionFunction.DeregisterMemory deregisterMemory,
    int maxMessageSize,
    int maxInjectSize,
    int maxReceives,
    ExtensionFunction.@Nullable CacheCallback cacheCallback,
    @Nullable RdmaPort rdma,
    ExtensionFunction.@Nullable Drivers drivers,
    MemoryTally memory) {

  /** A provider whose sessions have no memory yet; the components are those of the record. */
  public ProviderPort(
      String name,
      WspProcedureTable table,
      ExtensionFunction.@Nullable AllocateMemory allocateMemory,
      ExtensionFunction.RegisterMemory registerMemory,
      ExtensionFunction.DeregisterMemory deregisterMemory,
      int maxMessageSize,
      int maxInjectSize,
      int maxReceives,
      ExtensionFunction.@Nullable CacheCallback cacheCallback,
      @Nullable RdmaPort rdma,
      ExtensionFunction.@Nullable Drivers drivers) {
    this(name, table, allocateMemory, registerMemory, deregisterMemory, maxMessageSize,
        maxInjectSize, maxReceives, cacheCallback, rdma, drivers, new MemoryTally());
  }

  /**
   * A provider that keeps no registrations, has no RDMA, and whose own thread handles what happens; the components
   * are those of the record.
   */
  public ProviderPort(
      String name,
      WspProcedureTable table,
      ExtensionFunction.@Nullable AllocateMemory allocateMemory,
      ExtensionFunction.RegisterMemory registerMemory,
      ExtensionFunction.DeregisterMemory deregisterMemory,
      int maxMessageSize,
      int maxInjectSize,
      int maxReceives) {
    this(name, table, allocateMemory, registerMemory, deregisterMemory, maxMessageSize,
        maxInjectSize, maxReceives, null, null, null);
  }

  /**
   * Registers memory for sends and receives of a socket.
   *
   * @param socket the socket
   * @param memory native memory
   * @return the registration
   * @throws WsaException WSAENOBUFS if it cannot be registered
   */
  public MemoryRegion register(SocketDescriptor socket, MemorySegment memory)
      throws WsaException {
    return registerMemory.register(
        socket,
        memory,
        Set.of(ExtensionFunction.Access.READ, ExtensionFunction.Access.WRITE));
  }
}
