package org.sanswitch.tck.broken;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sanswitch.rules.Breaks;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.NetworkEvent.Kind;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** Connecting, and giving it up: CON-3, BLK-3. */
final class ConnectBreaches {

  private ConnectBreaches() {}

  /** Says that TCP/IP will fail as well, where it may not. */
  private abstract static class Final extends Breach {

    private final WsaError error;

    Final(WsaError error) {
      this.error = error;
    }

    @Override
    public WsaError wspConnect(SocketDescriptor socket, InetSocketAddress remote)
        throws WsaException {
      try {
        return super.wspConnect(socket, remote);
      } catch (WsaException e) {
        throw e.error() == WsaError.WSAETIMEDOUT ? said() : e;
      }
    }

    @Override
    public NetworkEvent.Record wspEnumNetworkEvents(SocketDescriptor socket) throws WsaException {
      NetworkEvent.Record happened = super.wspEnumNetworkEvents(socket);
      return happened.errors().get(Kind.FD_CONNECT) == WsaError.WSAETIMEDOUT
          ? new NetworkEvent.Record(Map.of(Kind.FD_CONNECT, error), said())
          : happened;
    }

    private WsaException said() {
      return new WsaException(error, "nobody is there");
    }
  }

  @Breaks("CON-3")
  static final class RefusesWhatTcpMayReach extends Final {
    RefusesWhatTcpMayReach() {
      super(WsaError.WSAECONNREFUSED);
    }
  }

  @Breaks("CON-3")
  static final class ResetsWhatTcpMayReach extends Final {
    ResetsWhatTcpMayReach() {
      super(WsaError.WSAECONNRESET);
    }
  }

  @Breaks("CON-3")
  static final class CallsAHostUnreachableThatTcpMayReach extends Final {
    CallsAHostUnreachableThatTcpMayReach() {
      super(WsaError.WSAEHOSTUNREACH);
    }
  }

  /** A socket that is closed while it connects goes on connecting until WSPCleanup. */
  @Breaks("BLK-3")
  static final class GoesOnConnectingAfterTheClose extends ShadowBreach {

    private final Map<Object, SocketHandle> handles = new ConcurrentHashMap<>();
    private final Set<SocketDescriptor> connecting = ConcurrentHashMap.newKeySet();
    private final Set<SocketDescriptor> abandoned = ConcurrentHashMap.newKeySet();
    private final Set<SocketHandle> closed = ConcurrentHashMap.newKeySet();

    @Override
    public SocketHandle wpuCreateSocketHandle(Object context) throws WsaException {
      SocketHandle handle = super.wpuCreateSocketHandle(context);
      handles.put(context, handle);
      return handle;
    }

    @Override
    public WsaError wspConnect(SocketDescriptor socket, InetSocketAddress remote)
        throws WsaException {
      WsaError answer = super.wspConnect(socket, remote);
      connecting.add(socket);
      return answer;
    }

    @Override
    public NetworkEvent.Record wspEnumNetworkEvents(SocketDescriptor socket) throws WsaException {
      NetworkEvent.Record happened = super.wspEnumNetworkEvents(socket);
      if (happened.errors().containsKey(Kind.FD_CONNECT)) {
        connecting.remove(socket);
      }
      return happened;
    }

    @Override
    public void wspCloseSocket(SocketDescriptor socket) throws WsaException {
      SocketHandle handle = handles.get(socket);
      if (connecting.remove(socket) && handle != null) {
        abandoned.add(socket);
        abort(socket, handle);
        wpuCloseSocketHandle(handle);
      } else if (abandoned.contains(socket)) {
        throw new WsaException(WsaError.WSAENOTSOCK, "closed already");
      } else {
        super.wspCloseSocket(socket);
      }
    }

    @Override
    public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
      if (closed.add(handle)) {
        super.wpuCloseSocketHandle(handle);
      }
    }
  }
}
