package org.sanswitch.impl.blocking;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ConditionFunction;
import org.sanswitch.spi.DuplicationToken;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.IoControl;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SanSocketOption;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** The functions of a {@link StallingProvider}: each is recorded, then done under one lock. */
final class StallingTable implements WspProcedureTable {

  /** Identity counts: two registrations of one segment differ. */
  private static final class Region implements MemoryRegion {
    private final MemorySegment segment;

    Region(MemorySegment segment) {
      this.segment = segment;
    }

    @Override
    public MemorySegment segment() {
      return segment;
    }
  }

  private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final StallingProvider provider;
  private final UpcallTable upcalls;
  private final List<StallingSocket> sockets = new CopyOnWriteArrayList<>();

  /** Guard: volatile; goes from false to true once. */
  private volatile boolean cleanedUp;

  StallingTable(StallingProvider provider, UpcallTable upcalls) {
    this.provider = provider;
    this.upcalls = upcalls;
  }

  UpcallTable upcalls() {
    return upcalls;
  }

  List<StallingSocket> sockets() {
    return sockets;
  }

  /** Starts the thread that makes upcalls when nobody looks. */
  void startProgress() {
    Thread.ofPlatform().daemon().name("stalling-progress").start(this::progress);
  }

  private void progress() {
    while (!cleanedUp) {
      sockets.forEach(StallingSocket::upcalls);
      provider.lock.lock();
      try {
        if (sockets.stream().noneMatch(StallingSocket::hasUpcalls)) {
          provider.awaitChange(PROGRESS_NANOS);
        }
      } catch (InterruptedException e) {
        return;
      } finally {
        provider.lock.unlock();
      }
    }
  }

  private void record(String function, SocketDescriptor socket, Overlapped overlapped) {
    StallingSocket own = (StallingSocket) socket;
    provider.downcalls.add(new Downcall(function, own.number, own.backlog > 0,
        Thread.currentThread(), overlapped, overlapped != null && !overlapped.isComplete()));
  }

  /** Records a call and takes the lock; {@return the socket, which is open}. */
  private StallingSocket begin(String function, SocketDescriptor socket) throws WsaException {
    record(function, socket, null);
    provider.lock.lock();
    StallingSocket own = (StallingSocket) socket;
    if (own.closed) {
      provider.lock.unlock();
      throw new WsaException(WsaError.WSAENOTSOCK, function);
    }
    return own;
  }

  @Override
  public void wspCleanup() {
    for (StallingSocket socket : sockets) {
      provider.lock.lock();
      try {
        if (!socket.closed) {
          socket.close();
        }
      } finally {
        provider.lock.unlock();
      }
      socket.upcalls();
    }
    cleanedUp = true;
  }

  @Override
  public SocketDescriptor wspSocket(ProtocolFamily family, DuplicationToken token)
      throws WsaException {
    StallingSocket made = make();
    record("WSPSocket", made, null);
    return made;
  }

  private StallingSocket make() throws WsaException {
    StallingSocket made =
        new StallingSocket(provider, sockets.size(), upcalls.wpuCreateSocketHandle(this));
    sockets.add(made);
    return made;
  }

  @Override
  public void wspBind(SocketDescriptor socket, InetSocketAddress local) throws WsaException {
    begin("WSPBind", socket).local = local;
    provider.lock.unlock();
  }

  @Override
  public void wspListen(SocketDescriptor socket, int backlog) throws WsaException {
    begin("WSPListen", socket).backlog = backlog;
    provider.lock.unlock();
  }

  @Override
  public AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition)
      throws WsaException {
    StallingSocket own = begin("WSPAccept", listener);
    StallingSocket from;
    try {
      from = own.nextRequest();
      if (from == null) {
        throw new WsaException(WsaError.WSAEWOULDBLOCK, "no request");
      }
    } finally {
      provider.lock.unlock();
    }
    if (condition.decide(from.remote, from.local) == ConditionFunction.Decision.CF_REJECT) {
      throw new WsaException(WsaError.WSAECONNREFUSED, "rejected");
    }
    StallingSocket made = make();
    provider.lock.lock();
    try {
      made.connect(from);
      from.connected();
    } finally {
      provider.lock.unlock();
    }
    return new AcceptedSocket(made, from.remote, from.local);
  }

  @Override
  public WsaError wspConnect(SocketDescriptor socket, InetSocketAddress remote)
      throws WsaException {
    StallingSocket own = begin(Downcall.CONNECT, socket);
    try {
      own.remote = remote;
      StallingSocket listener = sockets.stream()
        .filter(other -> !other.closed && other.backlog > 0 && remote.equals(other.local))
        .findAny()
        .orElse(null);
      if (listener != null) {
        listener.request(own);
        listener.advance();
      } else if (!provider.holds(Stall.CONNECT)) {
        throw new WsaException(WsaError.WSAETIMEDOUT, "no companion at " + remote);
      }
      return WsaError.WSAEWOULDBLOCK;
    } finally {
      provider.lock.unlock();
    }
  }

  @Override
  public void wspEventSelect(SocketDescriptor socket, NetworkEvent event,
      NetworkEvent.Kind... kinds) throws WsaException {
    begin("WSPEventSelect", socket).select(event);
    provider.lock.unlock();
  }

  @Override
  public NetworkEvent.Record wspEnumNetworkEvents(SocketDescriptor socket) throws WsaException {
    StallingSocket own = begin("WSPEnumNetworkEvents", socket);
    try {
      return own.enumerate();
    } finally {
      provider.lock.unlock();
    }
  }

  @Override
  public WsaError wspSend(SocketDescriptor socket, BufferVector buffers, Overlapped overlapped) {
    record(Downcall.SEND, socket, overlapped);
    StallingSocket own = (StallingSocket) socket;
    provider.lock.lock();
    try {
      if (own.closed) {
        return WsaError.WSAENOTSOCK;
      }
      boolean injected = buffers.totalLength() <= StallingProvider.MAX_INJECT;
      if (!injected && !(buffers.count() == 1 && own.regions.contains(buffers.region(0)))) {
        provider.offend("unregistered memory in a send of " + buffers.totalLength() + " bytes");
        return WsaError.WSAEINVAL;
      }
      return own.send(buffers, overlapped);
    } finally {
      provider.lock.unlock();
    }
  }

  @Override
  public WsaError wspRecv(SocketDescriptor socket, MemoryRegion region, long offset, int length,
      Overlapped overlapped) {
    record(Downcall.RECEIVE, socket, overlapped);
    StallingSocket own = (StallingSocket) socket;
    provider.lock.lock();
    try {
      if (own.closed) {
        return WsaError.WSAENOTSOCK;
      }
      if (!own.regions.contains(region)) {
        provider.offend("unregistered memory in a receive");
        return WsaError.WSAEINVAL;
      }
      return own.receive(region.segment().asSlice(offset, length), overlapped);
    } finally {
      provider.lock.unlock();
    }
  }

  @Override
  public WsaError wspGetOverlappedResult(SocketDescriptor socket, Overlapped overlapped,
      long waitNanos) {
    provider.looks.incrementAndGet();
    StallingSocket own = (StallingSocket) socket;
    if (own.closed) {
      return WsaError.WSAENOTSOCK;
    }
    boolean any = own.upcalls();
    if (!any && waitNanos > 0) {
      await(own, waitNanos);
      any = own.upcalls();
    }
    return any ? WsaError.NO_ERROR : WsaError.WSA_IO_INCOMPLETE;
  }

  private void await(StallingSocket own, long nanos) {
    if (Thread.currentThread().isVirtual()) {
      provider.offend("a virtual thread waits in the provider");
    }
    long end = System.nanoTime() + nanos;
    provider.lock.lock();
    try {
      while (!own.wake && !own.hasUpcalls() && end - System.nanoTime() > 0) {
        provider.awaitChange(end - System.nanoTime());
      }
      own.wake = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      provider.lock.unlock();
    }
  }

  @Override
  public void wakeWaiters(SocketDescriptor socket) {
    provider.lock.lock();
    try {
      ((StallingSocket) socket).wake = true;
      provider.changed();
    } finally {
      provider.lock.unlock();
    }
  }

  @Override
  public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
    StallingSocket own = begin(Downcall.CLOSE, socket);
    try {
      own.close();
    } finally {
      provider.lock.unlock();
    }
  }

  @Override
  public int wspGetSockOpt(SocketDescriptor socket, SanSocketOption option) throws WsaException {
    return switch (option) {
      case SO_MAX_MSG_SIZE -> StallingProvider.MAX_MESSAGE;
      case SO_MAX_INJECT_SIZE -> StallingProvider.MAX_INJECT;
      case SO_MAX_RECEIVES -> StallingProvider.MAX_RECEIVES;
      case SO_MAX_RDMA_SIZE -> provider.hasRdma() ? StallingProvider.MAX_RDMA : 0;
      case SO_RDMA_THRESHOLD_SIZE -> StallingProvider.RDMA_THRESHOLD;
      default -> throw new WsaException(WsaError.WSAENOPROTOOPT, option.name());
    };
  }

  @Override
  public void wspSetSockOpt(SocketDescriptor socket, SanSocketOption option, int value)
      throws WsaException {
    throw new WsaException(WsaError.WSAENOPROTOOPT, option.name());
  }

  @Override
  @SuppressWarnings("unchecked") // The code names the type.
  public <R> R wspIoctl(SocketDescriptor socket, IoControl<R> code) throws WsaException {
    if (code != IoControl.SIO_ADDRESS_LIST_QUERY) {
      throw new WsaException(WsaError.WSAEOPNOTSUPP, code.name());
    }
    return (R) provider.addresses;
  }

  @Override
  @SuppressWarnings("unchecked") // The id names the type.
  public <F> F wspGetExtensionFunction(SocketDescriptor socket, ExtensionFunction<F> id)
      throws WsaException {
    ExtensionFunction.RegisterMemory register = (at, memory, access) -> register(at, memory);
    ExtensionFunction.DeregisterMemory deregister = this::deregister;
    return switch (id.name()) {
      case "WSPRegisterMemory" -> (F) register;
      case "WSPDeregisterMemory" -> (F) deregister;
      default -> {
        Object rdma = provider.hasRdma() ? rdma(id.name()) : null;
        if (rdma == null) {
          throw new WsaException(WsaError.WSAEOPNOTSUPP, id.name());
        }
        yield (F) rdma;
      }
    };
  }

  private @Nullable Object rdma(String name) {
    ExtensionFunction.RegisterRdmaMemory expose = (at, memory, access) -> {
      StallingSocket own = begin(name, at);
      try {
        return own.rdma.expose(memory, access);
      } finally {
        provider.lock.unlock();
      }
    };
    ExtensionFunction.DeregisterMemory conceal = this::deregister;
    return switch (name) {
      case "WSPRegisterRdmaMemory" -> expose;
      case "WSPDeregisterRdmaMemory" -> conceal;
      case Downcall.RDMA_WRITE -> transfer(name, false);
      case Downcall.RDMA_READ -> provider.readsByRdma() ? transfer(name, true) : null;
      default -> null;
    };
  }

  private ExtensionFunction.RdmaTransfer transfer(String name, boolean read) {
    return (at, local, remote, offset, overlapped) -> {
      record(name, at, overlapped);
      provider.lock.lock();
      try {
        return ((StallingSocket) at).rdma.start(read, local, remote, offset, overlapped);
      } finally {
        provider.lock.unlock();
      }
    };
  }

  private MemoryRegion register(SocketDescriptor socket, MemorySegment memory)
      throws WsaException {
    StallingSocket own = begin("WSPRegisterMemory", socket);
    try {
      if (provider.refusesMemory()) {
        throw new WsaException(WsaError.WSAENOBUFS, "memory is refused");
      }
      Region region = new Region(memory);
      own.regions.add(region);
      return region;
    } finally {
      provider.lock.unlock();
    }
  }

  private void deregister(SocketDescriptor socket, MemoryRegion region) throws WsaException {
    StallingSocket own = begin("WSPDeregisterMemory", socket);
    try {
      if (!own.rdma.isFree(region) || !own.regions.remove(region)) {
        throw new WsaException(WsaError.WSAEINVAL, "not registered");
      }
    } finally {
      provider.lock.unlock();
    }
  }
}
