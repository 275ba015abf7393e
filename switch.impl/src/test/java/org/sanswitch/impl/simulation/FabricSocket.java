package org.sanswitch.impl.simulation;

import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** A socket of a simulated provider. */
final class FabricSocket implements SocketDescriptor {

  final long number;
  final FabricTable table;
  final Memory memory = new Memory();
  final FabricRdma rdma;
  final SocketHandle handle;
  InetSocketAddress local;
  InetSocketAddress remote;
  Backlog backlog;

  private final Fabric fabric;
  private final Receives receives = new Receives();
  private final Upcalls upcalls;
  private final Map<NetworkEvent.Kind, WsaError> happened = new EnumMap<>(NetworkEvent.Kind.class);
  private final Set<NetworkEvent.Kind> selected = EnumSet.noneOf(NetworkEvent.Kind.class);
  private NetworkEvent event;
  private WsaException connectFailure;
  private FabricSocket peer;
  private Link out;
  private boolean accepted;
  private boolean connected;
  private boolean lost;
  private boolean closed;
  private boolean promised;

  FabricSocket(Fabric fabric, FabricTable table) throws WsaException {
    this.fabric = fabric;
    this.table = table;
    number = fabric.nextNumber();
    handle = table.upcalls().wpuCreateSocketHandle(this);
    upcalls = new Upcalls(fabric, this, receives);
    rdma = new FabricRdma(fabric, this, receives);
  }

  Limits limits() {
    return table.limits();
  }

  Upcalls upcalls() {
    return upcalls;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isAccepted() {
    return accepted;
  }

  boolean isConnected() {
    return connected && !closed && !lost;
  }

  FabricSocket peer() {
    return peer;
  }

  Link out() {
    return out;
  }

  /** {@return the port of the end that connected, which names the conversation; 0 without} */
  int conversation() {
    InetSocketAddress client = accepted ? remote : local;
    return client == null ? 0 : client.getPort();
  }

  // Events.

  void select(NetworkEvent to, NetworkEvent.Kind... kinds) {
    event = to;
    selected.clear();
    selected.addAll(Set.of(kinds));
    if (!happened.isEmpty()) {
      tell();
    }
  }

  void signal(NetworkEvent.Kind kind, WsaError error, WsaException failure) {
    if (closed) {
      return;
    }
    happened.put(kind, error);
    connectFailure = failure;
    if (selected.contains(kind)) {
      tell();
    }
  }

  private void tell() {
    NetworkEvent now = event;
    if (now != null) {
      fabric.timeline.within(100_000, table.process(), "event", () -> {
        if (!closed && event == now) {
          now.set();
        }
      });
    }
  }

  NetworkEvent.Record enumerate() {
    NetworkEvent.Record record = new NetworkEvent.Record(happened, connectFailure);
    happened.clear();
    connectFailure = null;
    return record;
  }

  // Connection.

  /** Joins the two ends; the connecting one learns of it later. */
  static void join(Fabric fabric, FabricSocket connecting, FabricSocket accepted) {
    connecting.peer = accepted;
    accepted.peer = connecting;
    connecting.out = new Link(fabric, connecting, accepted);
    accepted.out = new Link(fabric, accepted, connecting);
    accepted.accepted = true;
    accepted.connected = true;
  }

  void connected() {
    if (!closed) {
      connected = true;
      signal(NetworkEvent.Kind.FD_CONNECT, WsaError.NO_ERROR, null);
    }
  }

  WsaError send(BufferVector buffers, Overlapped overlapped) {
    promised = false;
    boolean followed = buffers.isFollowed();
    WsaError result = carry(buffers, overlapped);
    promised = followed && result == WsaError.WSA_IO_PENDING;
    return result;
  }

  /** A send that is followed by another: that one must come before anything else. */
  void checkPromise(String what) {
    if (promised) {
      fabric.offend(this, what + " where the next send was promised");
      promised = false;
    }
  }

  private WsaError carry(BufferVector buffers, Overlapped overlapped) {
    WsaError refusal = refusalOfSend(buffers);
    if (refusal != WsaError.NO_ERROR) {
      return refusal;
    }
    if (buffers.totalLength() <= limits().maxInject()) {
      out.carry(Message.copied(buffers, overlapped));
    } else {
      Memory.Region region = memory.find(buffers.region(0));
      if (region == null || buffers.count() != 1) {
        fabric.offend(this, "send of " + buffers.count() + " pieces, memory not registered");
        return WsaError.WSAEINVAL;
      }
      out.carry(Message.registered(buffers, region, overlapped));
    }
    upcalls.sometimes();
    return WsaError.WSA_IO_PENDING;
  }

  private WsaError refusalOfSend(BufferVector buffers) {
    if (closed) {
      return WsaError.WSAENOTSOCK;
    }
    if (!connected) {
      return WsaError.WSAENOTCONN;
    }
    if (lost) {
      return WsaError.WSAECONNRESET;
    }
    if (buffers.totalLength() > limits().maxMessage()) {
      fabric.offend(this, "message of " + buffers.totalLength() + " bytes");
      return WsaError.WSAEMSGSIZE;
    }
    if (fabric.faults.isThrowing()) {
      fabric.excuse(this, Excuse.REFUSED);
      throw new IllegalStateException("simulated");
    }
    return fabric.faults.isQueueFull() ? WsaError.WSAENOBUFS : WsaError.NO_ERROR;
  }

  WsaError receive(MemoryRegion region, long offset, int length, Overlapped overlapped) {
    if (closed) {
      return WsaError.WSAENOTSOCK;
    }
    if (lost && !receives.hasArrived()) {
      return WsaError.WSAECONNRESET;
    }
    Memory.Region own = memory.find(region);
    if (own == null || receives.posted() >= limits().maxReceives()) {
      fabric.offend(this, "receive with " + receives.posted() + " posted, memory " + own);
      return WsaError.WSAENOBUFS;
    }
    if (fabric.faults.isReceiveRefused()) {
      fabric.excuse(this, Excuse.REFUSED);
      return WsaError.WSAENOBUFS;
    }
    receives.post(own, offset, length, overlapped);
    if (receives.hasCompletions()) {
      upcalls.later();
    }
    upcalls.sometimes();
    return WsaError.WSA_IO_PENDING;
  }

  void arrived(Message message) {
    if (closed) {
      return;
    }
    String offence = receives.arrived(message);
    if (offence != null) {
      fabric.offend(peer, offence);
    }
    upcalls.later();
  }

  /** The connection is gone; what has arrived is read first (CLO-9). */
  void lose() {
    if (closed || lost) {
      return;
    }
    lost = true;
    fabric.timeline.note("lost", number, conversation());
    receives.end(WsaError.WSAECONNRESET);
    rdma.end(WsaError.WSAECONNRESET);
    out.completePending(WsaError.WSAECONNRESET);
    upcalls.later();
  }

  /** WSPCloseSocket. */
  void close() throws WsaException {
    if (closed) {
      if (accepted || fabric.isConnected(this)) {
        fabric.offend(this, "closed twice");
      }
      throw new WsaException(WsaError.WSAENOTSOCK, "closed already");
    }
    if (upcalls.isInside()) {
      fabric.offend(this, "WSPCloseSocket inside an upcall");
    }
    fabric.timeline.note("close", number, conversation());
    shut();
    upcalls.sometimes();
  }

  /** Closes it without further ado: WSPCloseSocket, or WSPCleanup. */
  void shut() {
    vanish(WsaError.WSA_OPERATION_ABORTED);
    receives.end(WsaError.WSA_OPERATION_ABORTED);
    rdma.end(WsaError.WSA_OPERATION_ABORTED);
    upcalls.later();
  }

  /** The socket is no more, for whatever reason; the peer learns of it. */
  void vanish(WsaError status) {
    closed = true;
    if (backlog != null) {
      backlog.close();
    }
    if (out != null) {
      out.senderGone(status);
      peer.out.receiverGone();
    }
  }
}
