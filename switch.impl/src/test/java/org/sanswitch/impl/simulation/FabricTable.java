package org.sanswitch.impl.simulation;

import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.util.ArrayList;
import java.util.List;
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

/** The functions of a simulated provider, from WSPStartupEx to WSPCleanup. */
final class FabricTable implements WspProcedureTable {

  private final FabricProvider provider;
  private final Fabric fabric;
  private final UpcallTable upcalls;
  private final List<FabricSocket> open = new ArrayList<>();
  private boolean ended;

  FabricTable(FabricProvider provider, Fabric fabric, UpcallTable upcalls) {
    this.provider = provider;
    this.fabric = fabric;
    this.upcalls = upcalls;
  }

  UpcallTable upcalls() {
    return upcalls;
  }

  Limits limits() {
    return provider.limits();
  }

  SimulatedProcess process() {
    return provider.process();
  }

  /** {@return the sockets whose last upcall was not made} */
  List<FabricSocket> open() {
    return open;
  }

  void ended(FabricSocket socket) {
    open.remove(socket);
  }

  /** {@return the socket that listens there, or null} */
  FabricSocket listener(InetSocketAddress at) {
    for (FabricSocket socket : open) {
      if (socket.backlog != null && !socket.isClosed()
          && socket.local.getPort() == at.getPort()
          && (socket.local.equals(at) || socket.local.getAddress().isAnyLocalAddress())) {
        return socket;
      }
    }
    return null;
  }

  private FabricSocket own(SocketDescriptor descriptor) throws WsaException {
    if (ended) {
      throw new WsaException(WsaError.WSANOTINITIALISED, "WSPCleanup was called");
    }
    FabricSocket socket = (FabricSocket) descriptor;
    if (socket.table != this) {
      fabric.offend(socket, "a socket of another provider");
    }
    if (socket.isClosed()) {
      throw new WsaException(WsaError.WSAENOTSOCK, "closed");
    }
    return socket;
  }

  @Override
  public void wspCleanup() {
    if (ended) {
      return;
    }
    fabric.timeline.note("WSPCleanup", process().number(), open.size());
    for (FabricSocket socket : List.copyOf(open)) {
      if (!socket.isClosed()) {
        socket.shut();
      }
      socket.upcalls().all();
    }
    ended = true;
  }

  @Override
  public SocketDescriptor wspSocket(ProtocolFamily family, DuplicationToken token)
      throws WsaException {
    if (ended) {
      throw new WsaException(WsaError.WSANOTINITIALISED, "WSPCleanup was called");
    }
    if (provider.isAsked() && fabric.faults.isSocketRefused()) {
      throw new WsaException(WsaError.WSAEMFILE, "simulated");
    }
    return made();
  }

  private FabricSocket made() throws WsaException {
    FabricSocket socket = new FabricSocket(fabric, this);
    open.add(socket);
    return socket;
  }

  @Override
  public void wspBind(SocketDescriptor s, InetSocketAddress local) throws WsaException {
    own(s).local = local;
  }

  @Override
  public void wspListen(SocketDescriptor s, int backlog) throws WsaException {
    FabricSocket socket = own(s);
    socket.backlog = new Backlog(fabric, socket, backlog);
  }

  @Override
  public AcceptedSocket wspAccept(SocketDescriptor s, ConditionFunction condition)
      throws WsaException {
    FabricSocket listener = own(s);
    FabricSocket connecting = listener.backlog.next();
    if (connecting == null) {
      throw new WsaException(WsaError.WSAEWOULDBLOCK, "no request");
    }
    if (connecting.isClosed()) {
      return null;
    }
    InetSocketAddress local = connecting.remote;
    if (condition.decide(local, connecting.local) == ConditionFunction.Decision.CF_REJECT) {
      WsaException refused = new WsaException(WsaError.WSAECONNREFUSED, "rejected");
      fabric.refuse(connecting, refused);
      throw refused;
    }
    FabricSocket made = made();
    made.local = local;
    made.remote = connecting.local;
    fabric.connect(connecting, made);
    return new AcceptedSocket(made, local, made.remote);
  }

  @Override
  public WsaError wspConnect(SocketDescriptor s, InetSocketAddress remote) throws WsaException {
    FabricSocket socket = own(s);
    socket.remote = remote;
    fabric.request(socket);
    return WsaError.WSAEWOULDBLOCK;
  }

  @Override
  public void wspEventSelect(SocketDescriptor s, NetworkEvent event, NetworkEvent.Kind... kinds)
      throws WsaException {
    own(s).select(event, kinds);
  }

  @Override
  public NetworkEvent.Record wspEnumNetworkEvents(SocketDescriptor s) throws WsaException {
    return own(s).enumerate();
  }

  @Override
  public WsaError wspSend(SocketDescriptor s, BufferVector buffers, Overlapped overlapped) {
    return ended ? WsaError.WSANOTINITIALISED : ((FabricSocket) s).send(buffers, overlapped);
  }

  @Override
  public WsaError wspRecv(SocketDescriptor s, MemoryRegion region, long offset, int length,
      Overlapped overlapped) {
    return ended
        ? WsaError.WSANOTINITIALISED
        : ((FabricSocket) s).receive(region, offset, length, overlapped);
  }

  @Override
  public WsaError wspGetOverlappedResult(SocketDescriptor s, Overlapped overlapped, long nanos) {
    FabricSocket socket = (FabricSocket) s;
    if (ended || socket.isClosed()) {
      return ended ? WsaError.WSANOTINITIALISED : WsaError.WSAENOTSOCK;
    }
    socket.checkPromise("a look");
    if (nanos > 0) {
      fabric.offend(socket, "a step of the simulation waits in the provider");
    }
    return socket.upcalls().look(nanos == NOTIFY) ? WsaError.NO_ERROR : WsaError.WSA_IO_INCOMPLETE;
  }

  @Override
  public void wakeWaiters(SocketDescriptor s) {}

  @Override
  public void wspCloseSocket(SocketDescriptor s) throws WsaException {
    if (ended) {
      throw new WsaException(WsaError.WSANOTINITIALISED, "WSPCleanup was called");
    }
    ((FabricSocket) s).close();
  }

  @Override
  public int wspGetSockOpt(SocketDescriptor s, SanSocketOption option) throws WsaException {
    own(s);
    return switch (option) {
      case SO_MAX_MSG_SIZE -> limits().maxMessage();
      case SO_MAX_INJECT_SIZE -> limits().maxInject();
      case SO_MAX_RECEIVES -> limits().maxReceives();
      case SO_MAX_RDMA_SIZE -> limits().maxRdma();
      case SO_RDMA_THRESHOLD_SIZE -> limits().threshold();
      default -> throw new WsaException(WsaError.WSAENOPROTOOPT, option.name());
    };
  }

  @Override
  public void wspSetSockOpt(SocketDescriptor s, SanSocketOption option, int value)
      throws WsaException {
    throw new WsaException(WsaError.WSAENOPROTOOPT, option.name());
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R> R wspIoctl(SocketDescriptor s, IoControl<R> code) throws WsaException {
    own(s);
    if (code.equals(IoControl.SIO_ADDRESS_LIST_QUERY)) {
      return (R) provider.addresses();
    }
    throw new WsaException(WsaError.WSAEOPNOTSUPP, code.name());
  }

  @Override
  @SuppressWarnings("unchecked")
  public <F> F wspGetExtensionFunction(SocketDescriptor s, ExtensionFunction<F> id)
      throws WsaException {
    own(s);
    if (id.equals(ExtensionFunction.WSPREGISTERMEMORY)) {
      return (F) (ExtensionFunction.RegisterMemory) (of, memory, access) -> {
        refuseMemory(own(of));
        return own(of).memory.register(memory);
      };
    }
    if (id.equals(ExtensionFunction.WSPDEREGISTERMEMORY)) {
      return (F) (ExtensionFunction.DeregisterMemory) (of, region) -> own(of).memory
        .deregister(region);
    }
    if (id.equals(ExtensionFunction.WSPALLOCATEMEMORY) && limits().allocator()) {
      return (F) (ExtensionFunction.AllocateMemory) (of, bytes) -> {
        refuseMemory(own(of));
        return own(of).memory.allocate(bytes);
      };
    }
    Object rdma = limits().maxRdma() == 0 ? null : rdma(id.name());
    if (rdma == null) {
      throw new WsaException(WsaError.WSAEOPNOTSUPP, id.name());
    }
    return (F) rdma;
  }

  private Object rdma(String name) {
    return switch (name) {
      case "WSPRegisterRdmaMemory" ->
        (ExtensionFunction.RegisterRdmaMemory) (of, memory, access) -> own(of).rdma
          .expose(memory, access);
      case "WSPDeregisterRdmaMemory" ->
        (ExtensionFunction.DeregisterMemory) (of, region) -> own(of).rdma.conceal(region);
      case "WSPRdmaWrite" -> transfer(false);
      case "WSPRdmaRead" -> limits().read() ? transfer(true) : null;
      default -> null;
    };
  }

  private ExtensionFunction.RdmaTransfer transfer(boolean read) {
    return (of, local, remote, offset, overlapped) -> ended
        ? WsaError.WSANOTINITIALISED
        : ((FabricSocket) of).rdma.start(read, local, remote, offset, overlapped);
  }

  private void refuseMemory(FabricSocket socket) throws WsaException {
    if (fabric.faults.isMemoryRefused()) {
      fabric.excuse(socket, Excuse.REFUSED);
      throw new WsaException(WsaError.WSAENOBUFS, "simulated");
    }
  }
}
