package org.sanswitch.tck.broken;

import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Breaks;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.CacheCallback;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** Registered memory: MEM-1 to MEM-5. */
final class MemoryBreaches {

  private MemoryBreaches() {}

  private static final Set<Access> ALL = EnumSet.allOf(Access.class);

  /** What was registered for the peer, and not deregistered, by the hash of its descriptor. */
  private abstract static class Remote extends Breach {

    private final Map<Object, SocketHandle> handles = new ConcurrentHashMap<>();

    /** What the peer could reach at some time; a breach takes out what it may not any longer. */
    final Map<String, RdmaRegion> regions = new ConcurrentHashMap<>();

    static String key(byte[] descriptor) {
      return HexFormat.of().formatHex(descriptor);
    }

    @Override
    public SocketHandle wpuCreateSocketHandle(Object context) throws WsaException {
      SocketHandle handle = super.wpuCreateSocketHandle(context);
      handles.put(context, handle);
      return handle;
    }

    @Override
    RdmaRegion registerRdma(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
        throws WsaException {
      RdmaRegion region = super.registerRdma(socket, memory, access);
      regions.put(key(region.descriptor()), region);
      return region;
    }

    /** Writes without asking anybody. */
    @Override
    WsaError rdmaWrite(
        SocketDescriptor socket, BufferVector local, byte[] remote, long remoteOffset,
        Overlapped overlapped) {
      RdmaRegion region = regions.get(key(remote));
      if (region == null) {
        return super.rdmaWrite(socket, local, remote, remoteOffset, overlapped);
      }
      local.copyTo(region.segment(), remoteOffset);
      overlapped.complete(WsaError.NO_ERROR, local.totalLength());
      if (!overlapped.isPollOnly()) {
        wpuCompleteOverlappedRequest(handles.get(socket), overlapped);
      }
      return WsaError.WSA_IO_PENDING;
    }
  }

  /** Every key opens everything that stands, whoever's peer asks. */
  @Breaks("MEM-1")
  static final class AcceptsTheKeyOfAnotherConnection extends Remote {

    private final Map<String, SocketDescriptor> owners = new ConcurrentHashMap<>();

    @Override
    RdmaRegion registerRdma(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
        throws WsaException {
      RdmaRegion region = super.registerRdma(socket, memory, access);
      if (!access.contains(Access.WRITE)) {
        regions.remove(key(region.descriptor())); // else it would break MEM-2
      }
      owners.put(key(region.descriptor()), socket);
      return region;
    }

    @Override
    WsaError rdmaWrite(
        SocketDescriptor socket, BufferVector local, byte[] remote, long remoteOffset,
        Overlapped overlapped) {
      RdmaRegion region = regions.get(key(remote));
      boolean inside = region != null && remoteOffset >= 0
          && remoteOffset <= region.segment().byteSize() - local.totalLength();
      if (!inside) {
        regions.remove(key(remote));
      }
      return super.rdmaWrite(socket, local, remote, remoteOffset, overlapped);
    }

    @Override
    void deregisterRdma(SocketDescriptor socket, MemoryRegion region) throws WsaException {
      regions.values().removeIf(each -> each == region);
      super.deregisterRdma(socket, region);
    }

    @Override
    public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
      owners.forEach((key, owner) -> {
        if (owner == socket) {
          regions.remove(key);
        }
      });
      super.wspCloseSocket(socket);
    }
  }

  @Breaks("MEM-2")
  static final class LetsThePeerWriteWhatItMayOnlyRead extends Breach {
    @Override
    RdmaRegion registerRdma(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
        throws WsaException {
      return super.registerRdma(socket, memory, ALL);
    }
  }

  @Breaks("MEM-2")
  static final class ReceivesIntoMemoryThatMayOnlyBeRead extends Breach {
    @Override
    MemoryRegion register(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
        throws WsaException {
      return super.register(socket, memory, ALL);
    }
  }

  /** The peer goes on writing with a key that was taken away. */
  @Breaks("MEM-5")
  @AlsoFalls("MEM-2")
  static final class WritesAfterTheDeregistration extends Remote {

    private final Map<String, RdmaRegion> gone = new ConcurrentHashMap<>();

    @Override
    void deregisterRdma(SocketDescriptor socket, MemoryRegion region) throws WsaException {
      super.deregisterRdma(socket, region);
      if (region instanceof RdmaRegion remote) {
        gone.put(key(remote.descriptor()), remote);
      }
    }

    @Override
    RdmaRegion registerRdma(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
        throws WsaException {
      RdmaRegion region = super.registerRdma(socket, memory, access);
      regions.clear();
      return region;
    }

    @Override
    WsaError rdmaWrite(
        SocketDescriptor socket, BufferVector local, byte[] remote, long remoteOffset,
        Overlapped overlapped) {
      RdmaRegion region = gone.get(key(remote));
      if (region != null) {
        regions.put(key(remote), region);
      }
      return super.rdmaWrite(socket, local, remote, remoteOffset, overlapped);
    }
  }

  /** Remote access is found again by address, the old key too. */
  @Breaks("MEM-5")
  static final class RevivesTheOldKeyWhenTheMemoryIsRegisteredAgain extends Remote {

    private final Map<String, Long> gone = new ConcurrentHashMap<>();

    @Override
    void deregisterRdma(SocketDescriptor socket, MemoryRegion region) throws WsaException {
      super.deregisterRdma(socket, region);
      regions.values().removeIf(each -> each == region);
      if (region instanceof RdmaRegion remote) {
        gone.put(key(remote.descriptor()), region.segment().address());
      }
    }

    @Override
    RdmaRegion registerRdma(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
        throws WsaException {
      RdmaRegion region = super.registerRdma(socket, memory, access);
      regions.remove(key(region.descriptor())); // the good provider looks after the new key
      gone.forEach((key, address) -> {
        if (address == memory.address()) {
          regions.put(key, region);
        }
      });
      return region;
    }
  }

  @Breaks("MEM-3")
  static final class DeregistersMemoryThatIsInUse extends Breach {
    @Override
    void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException {
      try {
        super.deregister(socket, region);
      } catch (WsaException e) {
        if (e.error() != WsaError.WSAEINVAL || !String.valueOf(e.getMessage()).contains("in use")) {
          throw e;
        }
      }
    }
  }

  @Breaks("MEM-3")
  static final class DeregistersMemoryThatWasNeverRegistered extends Breach {
    @Override
    void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException {
      try {
        super.deregister(socket, region);
      } catch (WsaException e) {
        if (e.error() != WsaError.WSAEINVAL || String.valueOf(e.getMessage()).contains("in use")) {
          throw e;
        }
      }
    }
  }

  @Breaks("MEM-3")
  static final class AnswersAnotherErrorForMemoryInUse extends Breach {
    @Override
    void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException {
      try {
        super.deregister(socket, region);
      } catch (WsaException e) {
        throw e.error() == WsaError.WSAEINVAL ? new WsaException(WsaError.WSAEFAULT, "no") : e;
      }
    }
  }

  /** The first socket that deregisters a buffer takes it away from the others. */
  @Breaks("MEM-3")
  static final class DoesNotCountTheRegistrationsOfABuffer extends Breach {

    private record Registered(SocketDescriptor socket, long address) {}

    private final Map<MemoryRegion, Registered> regions = new ConcurrentHashMap<>();

    @Override
    MemoryRegion register(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
        throws WsaException {
      MemoryRegion region = super.register(socket, memory, access);
      regions.put(region, new Registered(socket, memory.address()));
      return region;
    }

    @Override
    void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException {
      super.deregister(socket, region);
      Registered mine = regions.remove(region);
      if (mine != null) {
        for (Map.Entry<MemoryRegion, Registered> each : regions.entrySet()) {
          if (each.getValue().address() == mine.address()) {
            super.deregister(each.getValue().socket(), each.getKey());
          }
        }
      }
    }
  }

  /** The peer's next message goes to where the socket that was closed had a receive pending. */
  @Breaks("MEM-4")
  static final class WritesPendingMemoryAfterTheClose extends Breach {

    private final Map<Overlapped, MemoryRegion> receives = new ConcurrentHashMap<>();
    private final Queue<MemoryRegion> aborted = new ConcurrentLinkedQueue<>();

    @Override
    public WsaError wspRecv(
        SocketDescriptor socket, MemoryRegion region, long offset, int length,
        Overlapped overlapped) {
      receives.put(overlapped, region);
      return super.wspRecv(socket, region, offset, length, overlapped);
    }

    @Override
    public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
      MemoryRegion region = receives.remove(overlapped);
      if (region != null && overlapped.status() == WsaError.WSA_OPERATION_ABORTED) {
        aborted.add(region);
      }
      return super.wpuCompleteOverlappedRequest(handle, overlapped);
    }

    @Override
    public WsaError wspSend(SocketDescriptor socket, BufferVector buffers, Overlapped overlapped) {
      MemoryRegion region = aborted.poll();
      if (region != null && region.segment().byteSize() >= buffers.totalLength()) {
        buffers.copyTo(region.segment(), 0);
      }
      return super.wspSend(socket, buffers, overlapped);
    }
  }

  /** Keeps what was deregistered in a cache, by address. */
  private abstract static class Cache extends Breach {

    final Set<Long> cached = ConcurrentHashMap.newKeySet();

    abstract void evict(MemorySegment memory) throws WsaException;

    static WsaException unknown() {
      return new WsaException(WsaError.WSAEINVAL, "the memory is not in the cache");
    }

    @Override
    void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException {
      super.deregister(socket, region);
      cached.add(region.segment().address());
    }

    @Override
    @SuppressWarnings("unchecked") // the id has this type
    public <F> F wspGetExtensionFunction(SocketDescriptor socket, ExtensionFunction<F> id)
        throws WsaException {
      super.wspGetExtensionFunction(socket, ExtensionFunction.WSPREGISTERMEMORY);
      return id.equals(ExtensionFunction.WSPMEMORYREGISTRATIONCACHECALLBACK)
          ? (F) (CacheCallback) this::evict
          : super.wspGetExtensionFunction(socket, id);
    }
  }

  /** Knows what is registered now, and what it was registered for first. */
  private abstract static class Registry extends Breach {

    /** A place in the memory of a socket. */
    record Place(SocketDescriptor socket, long address) {}

    final Map<MemoryRegion, Place> registered = new ConcurrentHashMap<>();
    final Map<MemoryRegion, Place> gone = new ConcurrentHashMap<>();

    @Override
    MemoryRegion register(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
        throws WsaException {
      MemoryRegion region = super.register(socket, memory, access);
      registered.put(region, new Place(socket, memory.address()));
      return region;
    }

    @Override
    void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException {
      super.deregister(socket, region);
      Place place = registered.remove(region);
      if (place != null) {
        gone.put(region, place);
      }
    }

    final boolean isRegistered(MemorySegment memory) {
      return registered.values().stream().anyMatch(each -> each.address() == memory.address());
    }

    /** What the callback does with memory that is registered now. */
    void evictRegistered(CacheCallback good, MemorySegment memory) throws WsaException {
      good.evict(memory);
    }

    /** What the callback does with other memory. */
    void evictOther(CacheCallback good, MemorySegment memory) throws WsaException {
      good.evict(memory);
    }

    @Override
    @SuppressWarnings("unchecked") // the id has this type
    public <F> F wspGetExtensionFunction(SocketDescriptor socket, ExtensionFunction<F> id)
        throws WsaException {
      F good = super.wspGetExtensionFunction(socket, id);
      if (!(good instanceof CacheCallback cache)) {
        return good;
      }
      return (F) (CacheCallback) memory -> {
        if (isRegistered(memory)) {
          evictRegistered(cache, memory);
        } else {
          evictOther(cache, memory);
        }
      };
    }
  }

  @Breaks("MEM-5")
  static final class DoesNotKnowMemoryThatIsInUse extends Registry {
    @Override
    void evictRegistered(CacheCallback good, MemorySegment memory) throws WsaException {
      throw Cache.unknown();
    }
  }

  @Breaks("MEM-5")
  static final class KeepsWhatWasToBeEvictedWhileItWasInUse extends Registry {
    @Override
    void evictRegistered(CacheCallback good, MemorySegment memory) {
      // Says yes, and forgets it.
    }
  }

  @Breaks("MEM-5")
  static final class KeepsWhatClosedSocketsHadRegistered extends Registry {

    private final Set<Long> left = ConcurrentHashMap.newKeySet();

    @Override
    public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
      super.wspCloseSocket(socket);
      gone.values()
        .stream()
        .filter(each -> each.socket() == socket)
        .forEach(each -> left.add(each.address()));
    }

    @Override
    void evictOther(CacheCallback good, MemorySegment memory) throws WsaException {
      if (!left.remove(memory.address())) {
        good.evict(memory);
      }
    }
  }

  @Breaks("MEM-5")
  static final class RevivesTheOldRegionWhenTheMemoryIsRegisteredAgain extends Registry {
    @Override
    public WsaError wspRecv(
        SocketDescriptor socket, MemoryRegion region, long offset, int length,
        Overlapped overlapped) {
      Place old = gone.get(region);
      MemoryRegion now =
          registered.entrySet()
            .stream()
            .filter(each -> each.getValue().equals(old))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(region);
      return super.wspRecv(socket, now, offset, length, overlapped);
    }
  }

  @Breaks("MEM-5")
  static final class FindsARegistrationAgainWithItsOldAccess extends Registry {

    private final Map<Place, Set<Access>> first = new ConcurrentHashMap<>();

    @Override
    MemoryRegion register(SocketDescriptor socket, MemorySegment memory, Set<Access> access)
        throws WsaException {
      Set<Access> old = first.putIfAbsent(new Place(socket, memory.address()), access);
      return super.register(socket, memory, old == null ? access : old);
    }
  }

  @Breaks("MEM-5")
  static final class EvictsMemoryThatIsNotInTheCache extends Cache {
    @Override
    void evict(MemorySegment memory) {
      cached.remove(memory.address());
    }
  }

  @Breaks("MEM-5")
  static final class DoesNotEvictWhatIsInTheCache extends Cache {
    @Override
    void evict(MemorySegment memory) throws WsaException {
      if (!cached.contains(memory.address())) {
        throw unknown();
      }
    }
  }
}
