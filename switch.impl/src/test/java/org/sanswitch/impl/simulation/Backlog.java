package org.sanswitch.impl.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.sanswitch.api.RouteReason;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** The connection requests that wait at a listening socket. */
final class Backlog {

  private final Fabric fabric;
  private final FabricSocket listener;
  private final int most;
  private final Deque<FabricSocket> waiting = new ArrayDeque<>();

  Backlog(Fabric fabric, FabricSocket listener, int most) {
    this.fabric = fabric;
    this.listener = listener;
    this.most = most;
  }

  /** A request arrives; with the backlog full it is refused at once (LIS-2). */
  void request(FabricSocket connecting) {
    if (waiting.size() >= most) {
      connecting.signal(NetworkEvent.Kind.FD_CONNECT, WsaError.WSAENOBUFS, null);
      return;
    }
    waiting.add(connecting);
    listener.signal(NetworkEvent.Kind.FD_ACCEPT, WsaError.NO_ERROR, null);
  }

  /** {@return the oldest, perhaps given up meanwhile, or null} */
  FabricSocket next() {
    return waiting.poll();
  }

  /** Refuses what waits; for good only if TCP/IP would refuse as well (CON-3). */
  void close() {
    boolean forGood = !fabric.listensByTcp(listener.local);
    for (FabricSocket connecting : waiting) {
      fabric.refuse(connecting, forGood
          ? new WsaException(WsaError.WSAECONNREFUSED, "the listener has gone")
          : new WsaException(WsaError.WSAETIMEDOUT, RouteReason.PROVIDER_GONE, "left", null));
    }
    waiting.clear();
  }
}
