package org.sanswitch.provider.hal;

import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.List;
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
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/** The functions of one start of a provider: checks the descriptor and passes on. */
final class HalProcedureTable implements WspProcedureTable {

  private final Startup startup;
  private final Descriptors descriptors;
  private final Connecting connecting;
  private final Extensions extensions;

  /**
   * Makes it.
   *
   * @param startup what was started
   */
  HalProcedureTable(Startup startup) {
    this.startup = startup;
    this.descriptors = new Descriptors(startup);
    this.connecting = new Connecting(startup);
    this.extensions = new Extensions(startup, descriptors);
  }

  @Override
  public void wspCleanup() {
    startup.cleanUp();
  }

  @Override
  public SocketDescriptor wspSocket(ProtocolFamily family, @Nullable DuplicationToken token)
      throws WsaException {
    startup.check();
    if (family != StandardProtocolFamily.INET && family != StandardProtocolFamily.INET6) {
      throw new WsaException(WsaError.WSAEAFNOSUPPORT, family.name());
    }
    if (token != null) {
      throw new WsaException(WsaError.WSAEOPNOTSUPP, "duplicating sockets");
    }
    HalSocket socket = new HalSocket(startup);
    socket.wpuCreateSocketHandle();
    startup.add(socket);
    return socket;
  }

  @Override
  public void wspBind(SocketDescriptor socket, InetSocketAddress local) throws WsaException {
    connecting.bind(descriptors.require(socket), local);
  }

  @Override
  public void wspListen(SocketDescriptor socket, int backlog) throws WsaException {
    connecting.listen(descriptors.require(socket), backlog);
  }

  @Override
  public @Nullable AcceptedSocket wspAccept(
      SocketDescriptor listener, ConditionFunction condition) throws WsaException {
    return connecting.accept(descriptors.require(listener), condition);
  }

  @Override
  public WsaError wspConnect(SocketDescriptor socket, InetSocketAddress remote)
      throws WsaException {
    return connecting.connect(descriptors.require(socket), remote);
  }

  @Override
  public void wspEventSelect(
      SocketDescriptor socket, @Nullable NetworkEvent event, NetworkEvent.Kind... kinds)
      throws WsaException {
    descriptors.require(socket).events.select(event, kinds);
  }

  @Override
  public NetworkEvent.Record wspEnumNetworkEvents(SocketDescriptor socket) throws WsaException {
    return descriptors.require(socket).events.enumerate();
  }

  @Override
  public WsaError wspSend(SocketDescriptor socket, BufferVector buffers, Overlapped overlapped) {
    HalSocket known = descriptors.find(socket);
    if (known == null) {
      return descriptors.noSocket();
    }
    HalConnection connection = known.connection();
    if (connection == null) {
      return WsaError.WSAENOTCONN;
    }
    return connection.sends.send(buffers, overlapped);
  }

  @Override
  public WsaError wspRecv(
      SocketDescriptor socket, MemoryRegion region, long offset, int length,
      Overlapped overlapped) {
    HalSocket known = descriptors.find(socket);
    if (known == null) {
      return descriptors.noSocket();
    }
    HalConnection connection = known.connection();
    if (connection == null) {
      return WsaError.WSAEINVAL; // without a connection no memory is registered
    }
    return connection.receives.receive(region, offset, length, overlapped);
  }

  @Override
  public WsaError wspGetOverlappedResult(
      SocketDescriptor socket, @Nullable Overlapped overlapped, long waitNanos) {
    HalSocket known = descriptors.find(socket);
    if (known == null) {
      return descriptors.noSocket();
    }
    HalConnection connection = known.connection();
    if (connection == null) {
      return WsaError.WSA_IO_INCOMPLETE;
    }
    return connection.result(overlapped, waitNanos);
  }

  @Override
  public void wakeWaiters(SocketDescriptor socket) {
    HalSocket known = descriptors.find(socket);
    HalConnection connection = known == null ? null : known.connection();
    if (connection != null) {
      connection.wakeWaiters();
    }
  }

  @Override
  public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
    if (!descriptors.require(socket).closeIfOpen()) {
      throw new WsaException(descriptors.noSocket(), "the socket was closed already");
    }
  }

  @Override
  public int wspGetSockOpt(SocketDescriptor socket, SanSocketOption option) throws WsaException {
    return descriptors.require(socket).options.get(option, startup.info);
  }

  @Override
  public void wspSetSockOpt(SocketDescriptor socket, SanSocketOption option, int value)
      throws WsaException {
    descriptors.require(socket).options.set(option, value);
  }

  @Override
  @SuppressWarnings("unchecked") // a code has the type of its answer
  public <R> R wspIoctl(SocketDescriptor socket, IoControl<R> code) throws WsaException {
    descriptors.require(socket);
    if (!code.equals(IoControl.SIO_ADDRESS_LIST_QUERY)) {
      throw new WsaException(WsaError.WSAEOPNOTSUPP, code.name());
    }
    return (R) List.copyOf(startup.adapter.addresses());
  }

  @Override
  public <F> F wspGetExtensionFunction(SocketDescriptor socket, ExtensionFunction<F> id)
      throws WsaException {
    descriptors.require(socket);
    return extensions.get(id);
  }
}
