package org.sanswitch.itests.provider;

import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
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
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** The functions of {@link RecordingProvider}: sockets that bind and listen, and never connect. */
public final class RecordingTable implements WspProcedureTable {

  private static final int MESSAGE_SIZE = 8192;

  /** A socket with the switch's handle for it. */
  private record Socket(SocketHandle handle) implements SocketDescriptor {}

  private final List<ServedAddress> addresses;
  private final UpcallTable upcalls;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> calls = new CopyOnWriteArrayList<>();

  RecordingTable(List<ServedAddress> addresses, UpcallTable upcalls) {
    this.addresses = addresses;
    this.upcalls = upcalls;
  }

  /** {@return the control calls so far, as {@code "listen 127.0.0.1:80"}} */
  public List<String> calls() {
    return calls;
  }

  /** {@return how many sockets are open} */
  public int openSockets() {
    return open.size();
  }

  private Socket own(SocketDescriptor socket) throws WsaException {
    if (socket instanceof Socket own && open.contains(own)) {
      return own;
    }
    throw new WsaException(WsaError.WSAENOTSOCK, "not an open socket of this provider");
  }

  @Override
  public void wspCleanup() {
    calls.add("cleanup");
    for (Socket socket : new ArrayList<>(open)) {
      close(socket);
    }
  }

  @Override
  public SocketDescriptor wspSocket(ProtocolFamily family, DuplicationToken token)
      throws WsaException {
    Socket socket = new Socket(upcalls.wpuCreateSocketHandle(this));
    open.add(socket);
    return socket;
  }

  @Override
  public void wspBind(SocketDescriptor socket, InetSocketAddress local) throws WsaException {
    own(socket);
    calls.add("bind " + local.getPort());
  }

  @Override
  public void wspListen(SocketDescriptor socket, int backlog) throws WsaException {
    own(socket);
    calls.add("listen");
  }

  @Override
  public AcceptedSocket wspAccept(SocketDescriptor listener, ConditionFunction condition)
      throws WsaException {
    own(listener);
    throw new WsaException(WsaError.WSAEWOULDBLOCK, "nobody connects");
  }

  @Override
  public WsaError wspConnect(SocketDescriptor socket, InetSocketAddress remote)
      throws WsaException {
    own(socket);
    calls.add("connect " + remote.getPort());
    throw new WsaException(
        WsaError.WSAETIMEDOUT, RouteReason.PEER_HAS_NO_SWITCH, "it reaches nobody", null);
  }

  @Override
  public void wspEventSelect(
      SocketDescriptor socket, NetworkEvent event, NetworkEvent.Kind... kinds)
      throws WsaException {
    own(socket);
  }

  @Override
  public NetworkEvent.Record wspEnumNetworkEvents(SocketDescriptor socket) throws WsaException {
    own(socket);
    return NetworkEvent.Record.NONE;
  }

  @Override
  public WsaError wspSend(SocketDescriptor socket, BufferVector buffers, Overlapped overlapped) {
    return WsaError.WSAENOTCONN;
  }

  @Override
  public WsaError wspRecv(
      SocketDescriptor socket, MemoryRegion region, long offset, int length,
      Overlapped overlapped) {
    return WsaError.WSAENOBUFS;
  }

  @Override
  public WsaError wspGetOverlappedResult(
      SocketDescriptor socket, Overlapped overlapped, long waitNanos) {
    return WsaError.WSA_IO_INCOMPLETE;
  }

  @Override
  public void wakeWaiters(SocketDescriptor socket) {
    calls.add("wake");
  }

  @Override
  public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
    close(own(socket));
  }

  private void close(Socket socket) {
    if (open.remove(socket)) {
      try {
        upcalls.wpuCloseSocketHandle(socket.handle);
      } catch (WsaException e) {
        calls.add("refused: " + e.getMessage());
      }
    }
  }

  @Override
  public int wspGetSockOpt(SocketDescriptor socket, SanSocketOption option) throws WsaException {
    own(socket);
    return switch (option) {
      case SO_MAX_MSG_SIZE -> MESSAGE_SIZE;
      case SO_MAX_RDMA_SIZE -> 0;
      default -> throw new WsaException(WsaError.WSAENOPROTOOPT, option.name());
    };
  }

  @Override
  public void wspSetSockOpt(SocketDescriptor socket, SanSocketOption option, int value)
      throws WsaException {
    own(socket);
  }

  @Override
  @SuppressWarnings("unchecked") // The code has the type of its answer.
  public <R> R wspIoctl(SocketDescriptor socket, IoControl<R> code) throws WsaException {
    own(socket);
    if (code.equals(IoControl.SIO_ADDRESS_LIST_QUERY)) {
      calls.add("addresses");
      return (R) addresses;
    }
    throw new WsaException(WsaError.WSAEOPNOTSUPP, code.name());
  }

  @Override
  @SuppressWarnings("unchecked") // The id has the type of its function.
  public <F> F wspGetExtensionFunction(SocketDescriptor socket, ExtensionFunction<F> id)
      throws WsaException {
    own(socket);
    if (id.equals(ExtensionFunction.WSPREGISTERMEMORY)) {
      return (F) (ExtensionFunction.RegisterMemory) (of, memory, access) -> () -> memory;
    }
    if (id.equals(ExtensionFunction.WSPDEREGISTERMEMORY)) {
      return (F) (ExtensionFunction.DeregisterMemory) (of, region) -> own(of);
    }
    throw new WsaException(WsaError.WSAEOPNOTSUPP, id.name());
  }
}
