package org.sanswitch.provider.hal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.spi.ConditionFunction;
import org.sanswitch.spi.ConditionFunction.Decision;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable.AcceptedSocket;

/** WSPBind, WSPListen, WSPAccept and WSPConnect. */
final class Connecting {

  private final Startup startup;

  /**
   * Makes it.
   *
   * @param startup what it belongs to
   */
  Connecting(Startup startup) {
    this.startup = startup;
  }

  /**
   * WSPBind.
   *
   * @param socket the socket
   * @param local the address
   * @throws WsaException WSAEFAULT, WSAEADDRNOTAVAIL, WSAEINVAL
   */
  void bind(HalSocket socket, InetSocketAddress local) throws WsaException {
    InetAddress address = local.getAddress();
    if (address == null) {
      throw new WsaException(WsaError.WSAEFAULT, local + " is not resolved");
    }
    if (!address.isAnyLocalAddress()
        && startup.adapter.addresses().stream().noneMatch(a -> a.address().equals(address))) {
      throw new WsaException(WsaError.WSAEADDRNOTAVAIL, RouteReason.NOT_IN_SUBNET,
          local + " is not an address of " + startup.info.name(), null);
    }
    if (!socket.bind(local)) {
      throw new WsaException(WsaError.WSAEINVAL, "the socket is " + socket.state());
    }
  }

  /**
   * WSPListen.
   *
   * @param socket a bound socket
   * @param backlog greatest number of requests that wait
   * @throws WsaException WSAEINVAL, WSAEADDRINUSE, WSAEACCES (LIS-4)
   */
  void listen(HalSocket socket, int backlog) throws WsaException {
    InetSocketAddress local = socket.local();
    if (local == null || socket.state() != SocketState.BOUND || socket.connection() != null) {
      throw new WsaException(WsaError.WSAEINVAL, "the socket is " + socket.state());
    }
    startup.listeners.beginListen();
    HalListener listener = null;
    try {
      AdapterListener made = startup.adapter.listen(local, Math.max(backlog, 1));
      listener = new HalListener(socket, made, Math.max(backlog, 1));
    } catch (AdapterException e) {
      throw WsaErrors.exception(WsaErrors.ofListen(e.error()), "listen on " + local, e);
    } catch (RuntimeException e) {
      throw WsaErrors.broken(WsaError.WSAENOBUFS, "listen on " + local, e);
    } finally {
      startup.listeners.endListen(listener);
    }
    if (!socket.listening(listener)) {
      startup.listeners.remove(listener);
      listener.close();
      throw new WsaException(WsaError.WSAEINVAL, "the socket is " + socket.state());
    }
  }

  /**
   * WSPConnect (CON-1).
   *
   * @param socket the socket
   * @param remote the destination
   * @return WSAEWOULDBLOCK
   * @throws WsaException errors as {@link WsaErrors#ofConnect}; WSAEISCONN; WSAEINVAL
   */
  WsaError connect(HalSocket socket, InetSocketAddress remote) throws WsaException {
    InetSocketAddress local = localFor(socket, remote);
    HalConnection connection = makeConnection(socket);
    if (!socket.become(SocketState.CONNECTING)) {
      throw notConnectable(socket.state());
    }
    if (!connection.enter()) {
      throw notConnectable(socket.state());
    }
    try {
      connection.queuePair.connect(local, remote);
      return WsaError.WSAEWOULDBLOCK;
    } catch (AdapterException e) {
      throw failed(socket,
          WsaErrors.exception(WsaErrors.ofConnect(e.error()), "connect to " + remote, e));
    } catch (RuntimeException e) {
      throw failed(socket, WsaErrors.broken(WsaError.WSAETIMEDOUT, "connect to " + remote, e));
    } finally {
      connection.exit();
    }
  }

  private static HalConnection makeConnection(HalSocket socket) throws WsaException {
    SocketState state = socket.state();
    if (!state.mayBecome(SocketState.CONNECTING)) {
      throw notConnectable(state);
    }
    try {
      return socket.makeConnection();
    } catch (WsaException e) {
      // WSAENOBUFS would be taken for a full backlog of the peer, and tried again (CON-5).
      throw e.error() == WsaError.WSAENOBUFS
          ? new WsaException(WsaError.WSAETIMEDOUT, e.reason(), String.valueOf(e.getMessage()), e)
          : e;
    }
  }

  private static WsaException failed(HalSocket socket, WsaException cause) {
    socket.fail();
    return cause;
  }

  private static WsaException notConnectable(SocketState state) {
    WsaError error = switch (state) {
      case CONNECTING, CONNECTED -> WsaError.WSAEISCONN;
      case CLOSING, CLOSED -> WsaError.WSAENOTSOCK;
      default -> WsaError.WSAEINVAL;
    };
    return new WsaException(error, "the socket is " + state);
  }

  /** The bound address; else one that the adapter serves, with port 0. */
  private InetSocketAddress localFor(HalSocket socket, InetSocketAddress remote)
      throws WsaException {
    InetAddress target = remote.getAddress();
    if (target == null) {
      throw new WsaException(WsaError.WSAEFAULT, remote + " is not resolved");
    }
    InetSocketAddress bound = socket.local();
    if (bound != null && !bound.getAddress().isAnyLocalAddress()) {
      return bound;
    }
    int port = bound == null ? 0 : bound.getPort();
    InetAddress source = sourceFor(target, startup.adapter.addresses());
    if (source == null) {
      throw new WsaException(WsaError.WSAETIMEDOUT, RouteReason.NOT_IN_SUBNET,
          startup.info.name() + " serves no address of the family of " + remote, null);
    }
    return new InetSocketAddress(source, port);
  }

  private static @Nullable InetAddress sourceFor(InetAddress target, List<ServedAddress> served) {
    InetAddress found = null;
    for (ServedAddress each : served) {
      if (each.address().equals(target)) {
        return target;
      }
      if (found == null && each.address().getClass() == target.getClass()) {
        found = each.address();
      }
    }
    return found;
  }

  /**
   * WSPAccept: the condition function decides first, in this thread; then the socket is made, and
   * only then is the peer told (ACC-1).
   *
   * @param listening a listening socket
   * @param condition decides
   * @return the new socket, or null if the request had gone
   * @throws WsaException WSAEWOULDBLOCK, WSAECONNREFUSED, WSAEINVAL, WSAENOBUFS
   */
  @Nullable
  AcceptedSocket accept(HalSocket listening, ConditionFunction condition) throws WsaException {
    HalListener listener = listening.listener();
    if (listener == null) {
      throw new WsaException(WsaError.WSAEINVAL, "the socket is " + listening.state());
    }
    ConnectionRequest request = listener.take();
    @Nullable
    AdapterError answer = AdapterError.BACKLOG_FULL;
    try {
      if (condition.decide(request.local(), request.remote()) == Decision.CF_REJECT) {
        answer = AdapterError.REFUSED;
        throw new WsaException(WsaError.WSAECONNREFUSED, "the switch refused " + request.remote());
      }
      HalSocket socket = new HalSocket(startup);
      socket.wpuCreateSocketHandle();
      startup.add(socket);
      answer = AdapterError.NO_RESOURCES;
      HalConnection connection = connectionOf(socket);
      answer = null;
      return accept(request, socket, connection);
    } finally {
      if (answer != null) {
        request.reject(answer);
      }
    }
  }

  private static HalConnection connectionOf(HalSocket accepted) throws WsaException {
    try {
      return accepted.makeConnection();
    } catch (WsaException e) {
      accepted.closeIfOpen();
      throw e;
    }
  }

  private static @Nullable AcceptedSocket accept(
      ConnectionRequest request, HalSocket socket, HalConnection connection)
      throws WsaException {
    socket.become(SocketState.CONNECTED);
    try {
      request.accept(connection.queuePair);
      connection.touch();
      return new AcceptedSocket(socket, request.local(), request.remote());
    } catch (AdapterException e) {
      connection.completions.die();
      socket.closeIfOpen();
      if (e.error() == AdapterError.DISCONNECTED) {
        return null;
      }
      throw WsaErrors.exception(WsaErrors.ofControl(e.error()), "accept", e);
    } catch (RuntimeException e) {
      connection.completions.die();
      socket.closeIfOpen();
      throw WsaErrors.broken(WsaError.WSAENOBUFS, "accept", e);
    }
  }
}
