package org.sanswitch.impl.simulation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.sanswitch.api.RouteReason;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** What lies between the simulated hosts: it links their providers and watches the contract. */
final class Fabric {

  final Timeline timeline;
  final Faults faults;
  final Mutations mutations;

  /** What happens on the way, whoever lives. */
  final SimulatedProcess network = new SimulatedProcess(0);

  private final Map<InetAddress, FabricProvider> providers = new LinkedHashMap<>();
  private final Map<Integer, Conversation> conversations = new HashMap<>();
  private final Set<InetSocketAddress> tcpListeners = new HashSet<>();
  private long numbers;

  Fabric(Timeline timeline, Faults faults, Mutations mutations) {
    this.timeline = timeline;
    this.faults = faults;
    this.mutations = mutations;
  }

  long nextNumber() {
    return ++numbers;
  }

  void add(FabricProvider provider) {
    providers.put(provider.address(), provider);
  }

  void add(Conversation conversation) {
    conversations.put(conversation.port(), conversation);
  }

  /** TCP/IP listens at an address, or no longer. */
  void listenByTcp(InetSocketAddress at, boolean listens) {
    if (listens) {
      tcpListeners.add(at);
    } else {
      tcpListeners.remove(at);
    }
  }

  boolean listensByTcp(InetSocketAddress at) {
    return tcpListeners.contains(at);
  }

  Conversation conversation(FabricSocket socket) {
    return conversations.get(socket.conversation());
  }

  /** A conversation may miss bytes from now on. */
  void excuse(FabricSocket socket, Excuse excuse) {
    Conversation conversation = conversation(socket);
    if (conversation != null) {
      conversation.excuse(excuse);
    }
  }

  /** {@return whether an application has the stream of a connecting socket: it is closed once} */
  boolean isConnected(FabricSocket socket) {
    Conversation conversation = conversation(socket);
    return conversation == null || conversation.client() != null;
  }

  /** A switch has broken the contract. */
  void offend(FabricSocket socket, String what) {
    timeline.fail("offence at socket " + socket.number + " of conversation "
        + socket.conversation() + ": " + what);
  }

  // Connecting.

  /** A connection request sets off. */
  void request(FabricSocket connecting) {
    if (faults.isConnectStalled()) {
      excuse(connecting, Excuse.REFUSED);
      return;
    }
    timeline.within(connecting.limits().latency(), network, "request", () -> arrive(connecting));
  }

  private void arrive(FabricSocket connecting) {
    if (connecting.isClosed()) {
      return;
    }
    FabricProvider target = providers.get(connecting.remote.getAddress());
    FabricSocket listener = target == null ? null : target.listener(connecting.remote);
    if (listener != null) {
      listener.backlog.request(connecting);
    } else if (listensByTcp(connecting.remote)) {
      refuse(connecting, new WsaException(WsaError.WSAETIMEDOUT, RouteReason.PEER_HAS_NO_SWITCH,
          "no companion", null));
    } else {
      refuse(connecting, new WsaException(WsaError.WSAECONNREFUSED, "nobody listens"));
    }
  }

  void refuse(FabricSocket connecting, WsaException why) {
    timeline.within(connecting.limits().latency(), network, "refuse",
        () -> connecting.signal(NetworkEvent.Kind.FD_CONNECT, why.error(), why));
  }

  void connect(FabricSocket connecting, FabricSocket accepted) {
    FabricSocket.join(this, connecting, accepted);
    timeline.within(connecting.limits().latency(), network, "connected", connecting::connected);
  }

  // Messages.

  /** A message is with the receiving side: it arrives unless the connection is dropped. */
  void handedOver(FabricSocket from, Message message) {
    timeline.note("handed over", from.number, message.bytes().length * 16L + message.type());
    Conversation conversation = conversation(from);
    if (conversation != null) {
      conversation.handedOver(from.isAccepted(), message.streamBytes());
    }
  }

  /** RDMA has moved bytes of the stream of an end. */
  void moved(FabricSocket from, int bytes) {
    timeline.note("moved", from.number, bytes);
    Conversation conversation = conversation(from);
    if (conversation != null) {
      conversation.moved(from.isAccepted(), bytes);
    }
  }

  /** Drops a connection: only some of what was handed over arrives. */
  void drop(FabricSocket socket) {
    excuse(socket, Excuse.DROPPED);
    timeline.note("drop", socket.number, socket.conversation());
    FabricSocket peer = socket.peer();
    socket.out().drop(timeline.chance.between(0, socket.out().handedOver()));
    peer.out().drop(timeline.chance.between(0, peer.out().handedOver()));
  }
}
