package org.sanswitch.provider.hal;

import static java.util.Map.entry;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.sanswitch.api.RegistrationCounts;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.AllocateMemory;
import org.sanswitch.spi.ExtensionFunction.CacheCallback;
import org.sanswitch.spi.ExtensionFunction.DeregisterMemory;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.ExtensionFunction.RdmaTransfer;
import org.sanswitch.spi.ExtensionFunction.RegisterMemory;
import org.sanswitch.spi.ExtensionFunction.RegisterRdmaMemory;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * The extension functions (INI-4). WSPMemoryRegistrationCacheCallback is there unless an operator has
 * switched the {@link RegistrationCache} off (MEM-5).
 */
final class Extensions {

  /** WSPMemoryRegistrationCacheCallback. */
  private record Callback(RegistrationCache cache) implements CacheCallback {
    @Override
    public void evict(MemorySegment memory) throws WsaException {
      if (!cache.evict(memory)) {
        throw new WsaException(WsaError.WSAEINVAL,
            "nothing is registered or kept of " + memory.byteSize() + " bytes");
      }
    }

    @Override
    public RegistrationCounts counts() {
      return cache.counts();
    }
  }

  private final Descriptors descriptors;
  private final Map<ExtensionFunction<?>, Object> functions;

  /**
   * Makes them.
   *
   * @param startup tells how far the adapter goes
   * @param descriptors checks descriptors
   */
  Extensions(Startup startup, Descriptors descriptors) {
    this.descriptors = descriptors;
    Map<ExtensionFunction<?>, Object> all = new HashMap<>(Map.ofEntries(
        entry(ExtensionFunction.WSPREGISTERMEMORY, (RegisterMemory) this::register),
        entry(ExtensionFunction.WSPDEREGISTERMEMORY, (DeregisterMemory) this::deregister),
        entry(ExtensionFunction.WSPALLOCATEMEMORY, (AllocateMemory) this::allocate),
        entry(ExtensionFunction.WSPDRIVERS,
            (ExtensionFunction.Drivers) () -> new TurnDriver(startup.progress.turn))));
    if (startup.info.maxRdmaSize() > 0) {
      all.put(ExtensionFunction.WSPREGISTERRDMAMEMORY, (RegisterRdmaMemory) this::registerRdma);
      all.put(ExtensionFunction.WSPDEREGISTERRDMAMEMORY, (DeregisterMemory) this::deregister);
      all.put(ExtensionFunction.WSPRDMAWRITE, (RdmaTransfer) this::write);
      if (startup.info.rdmaRead()) {
        all.put(ExtensionFunction.WSPRDMAREAD, (RdmaTransfer) this::read);
      }
    }
    if (startup.registrations.isOn()) {
      all.put(ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK,
          new Callback(startup.registrations));
    }
    this.functions = Map.copyOf(all);
  }

  /**
   * {@return the function}
   *
   * @param id which
   * @param <F> its type
   * @throws WsaException WSAEOPNOTSUPP for one that is not there
   */
  @SuppressWarnings("unchecked") // an id has the type of its function
  <F> F get(ExtensionFunction<F> id) throws WsaException {
    Object function = functions.get(id);
    if (function == null) {
      throw new WsaException(WsaError.WSAEOPNOTSUPP, id.name());
    }
    return (F) function;
  }

  private MemoryRegion register(
      SocketDescriptor socket, MemorySegment memory, Set<Access> access) throws WsaException {
    return Memory.register(descriptors.require(socket).makeConnection(), memory, access);
  }

  private MemoryRegion allocate(SocketDescriptor socket, long bytes) throws WsaException {
    return Memory.allocate(descriptors.require(socket).makeConnection(), bytes);
  }

  private void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException {
    HalConnection connection = descriptors.require(socket).connection();
    if (connection == null) {
      throw new WsaException(WsaError.WSAEINVAL, "the socket has no registered memory");
    }
    Memory.deregister(connection, region);
  }

  private RdmaRegion registerRdma(
      SocketDescriptor socket, MemorySegment memory, Set<Access> access) throws WsaException {
    HalSocket known = descriptors.require(socket);
    HalConnection connection = known.connection();
    if (connection == null || known.state() != SocketState.CONNECTED) {
      throw new WsaException(WsaError.WSAENOTCONN, "the socket is " + known.state());
    }
    return Memory.registerRdma(connection, memory, access);
  }

  private WsaError write(
      SocketDescriptor socket, BufferVector local, byte[] remote, long remoteOffset,
      Overlapped overlapped) {
    return transfer(SendQueue.Kind.WRITE, socket, local, remote, remoteOffset, overlapped);
  }

  private WsaError read(
      SocketDescriptor socket, BufferVector local, byte[] remote, long remoteOffset,
      Overlapped overlapped) {
    return transfer(SendQueue.Kind.READ, socket, local, remote, remoteOffset, overlapped);
  }

  private WsaError transfer(
      SendQueue.Kind kind, SocketDescriptor socket, BufferVector local, byte[] remote,
      long remoteOffset, Overlapped overlapped) {
    HalSocket known = descriptors.find(socket);
    if (known == null) {
      return descriptors.noSocket();
    }
    HalConnection connection = known.connection();
    if (connection == null) {
      return known.state().sendStatus;
    }
    return connection.sends.transfer(kind, local, remote, remoteOffset, overlapped);
  }
}
