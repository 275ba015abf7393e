package org.sanswitch.impl.session;

import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.ConnectionStatus;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.MemoryUse;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.provider.RdmaPort;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** One session: joins its parts, and decides how it ends. */
final class Session {

  /** Time until a send is tried again for which the provider had no room. */
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Sends under way at most where the provider copies at once. */
  private static final int INJECT_SLOTS = 64;

  private final SessionTable table;
  private final SessionPlace place;
  private final SessionSettings settings;
  private final Housekeeper housekeeper;
  private final Wire wire;
  private final Lifecycle life = new Lifecycle();
  private final StreamOffsets offsets = new StreamOffsets();
  private final ReceivePool receives;
  private final Credits credits;
  private final ReceiveGrowth growth;
  private final Negotiation negotiation;
  private final SendBuffers sends;
  private final SendPath sender;
  private final ReadPath reader;
  private final Receiver receiver;
  private final Waiters waiters;
  private final Ending ending;
  private final CloseProcedure closing;
  private final DelayedAck delayedAck;
  private final KeepAlive keepAlive;
  private final Transfers transfers;
  private final @Nullable RdmaWire rdma;
  private final StagingKeeper keeper;
  private final SessionStream stream;
  private final Housekeeper.Task retry = task(this::retry);
  private final Housekeeper.Task fetch = task(() -> reader().progress());

  /** How large transfers go. Guard: set once by the negotiation, before it is established. */
  private volatile TransferWay way = TransferWay.NONE;

  /** Waits no longer than the negotiation, or it would keep what a short connection held. */
  private final Housekeeper.Task negotiationBound = task(this::negotiationLate);

  /**
   * What an established session lacks: the other side's message, and receives of its own (SES-2). The
   * message may come while they are being posted. Guard: atomic.
   */
  private final AtomicInteger lacking = new AtomicInteger(2);

  /** Guard: written inside upcalls, then handed over by {@link #lacking}. */
  private Negotiation.@Nullable Agreement agreed;

  /**
   * Takes a connected socket over.
   *
   * @throws WsaException with the reason if there is no memory for it
   */
  Session(SessionTable table, SessionPlace place, long idHigh, long idLow) throws WsaException {
    this.table = table;
    this.place = place;
    settings = table.settings();
    housekeeper = table.housekeeper();
    wire = new Wire(place.socket(), (reason, detail) -> ending().fail(reason, detail));
    receives = new ReceivePool(wire, settings);
    credits = new Credits(receives.firstData(), receives.firstControl());
    growth = new ReceiveGrowth(this, receives);
    negotiation =
        new Negotiation(
            this, place.role() == Sessions.Role.CONNECTING, receives, idHigh, idLow);
    boolean inject = wire.port().maxInjectSize() >= receives.bufferSize();
    sends =
        new SendBuffers(
            wire,
            inject ? Math.max(INJECT_SLOTS, settings.sendBuffers()) : settings.sendBuffers(),
            inject ? 0 : receives.bufferSize());
    keeper = new StagingKeeper(this, housekeeper);
    RdmaPort functions = wire.port().rdma();
    rdma = functions == null ? null : new RdmaWire(wire, functions, table.memory());
    sender = new SendPath(this, sends, rdma, staging());
    Inbound inbound = new Inbound(receives.size());
    UrgentData urgent = new UrgentData(credits.ownControl(), receives.controlReceives());
    Staging staging = staging();
    DirectView targets = new DirectView();
    LargeReceives large =
        rdma == null || staging == null
            ? null
            : new LargeReceives(this, rdma, staging, targets, urgent, receives.size());
    if (large != null) {
      sender.receives(large);
    }
    reader = new ReadPath(this, inbound, urgent, large);
    receiver = new Receiver(this, inbound, urgent);
    transfers = new Transfers(reader, sender, life, wire, targets, settings.sendNanos());
    waiters =
        new Waiters(
            this,
            new Waiter(reader::canRead, table.spinning().newBudget()),
            new Waiter(sender::canWrite, table.spinning().newBudget()));
    ending = new Ending(this, place, sends, receives);
    closing =
        new CloseProcedure(
            this, housekeeper, settings.closeNanos(), settings.rdmaCancelNanos());
    delayedAck = new DelayedAck(this, housekeeper, settings.acknowledgeNanos());
    keepAlive = new KeepAlive(this, housekeeper);
    stream =
        new SessionStream(
            this, place, transfers, urgent, keepAlive, new Settlement(this, table));
  }

  private @Nullable Staging staging() {
    return rdma == null
        ? null
        : new Staging(rdma, settings.stagingSize(), keeper::arm);
  }

  private static Housekeeper.Task task(Runnable action) {
    return new Housekeeper.Task() {
      @Override
      void run(long nowNanos) {
        action.run();
      }
    };
  }

  /** Posts the receives and negotiates. */
  void start() {
    housekeeper.schedule(negotiationBound, settings.negotiationNanos());
    place.socket().handle().sink(receiver);
    if (life.isTorn()) {
      // The provider has left since the socket was connected, and its last upcall was before.
      return;
    }
    try {
      receives.post();
    } catch (WsaException e) {
      ending.negotiationFailed(e.reason(), String.valueOf(e.getMessage()), false);
      return;
    }
    establish();
    if (place.role() == Sessions.Role.CONNECTING) {
      sender.ask(SendPath.NEGOTIATION);
    }
    if (place.listener().looks()) {
      wire.poll();
    } else {
      // Nobody waits in the provider for the other side's message.
      wire.pollAndNotify();
    }
  }

  // What the parts need of each other.

  Lifecycle life() {
    return life;
  }

  StreamOffsets offsets() {
    return offsets;
  }

  Credits credits() {
    return credits;
  }

  Wire wire() {
    return wire;
  }

  ReceiveGrowth growth() {
    return growth;
  }

  Negotiation negotiation() {
    return negotiation;
  }

  SendPath sender() {
    return sender;
  }

  ReadPath reader() {
    return reader;
  }

  Ending ending() {
    return ending;
  }

  CloseProcedure closing() {
    return closing;
  }

  Waiters waiters() {
    return waiters;
  }

  ProviderPort port() {
    return wire.port();
  }

  long id() {
    return place.id();
  }

  /** {@return what the switch gives to those that use the connection} */
  SessionStream stream() {
    return stream;
  }

  /** {@return how large transfers go} */
  TransferWay way() {
    return way;
  }

  /** {@return what this side announces in the negotiation} */
  int capabilities() {
    return rdma == null ? 0 : rdma.capabilities();
  }

  /** {@return whether there is memory for large transfers} */
  boolean isStaging() {
    LargeSends out = sender.large();
    LargeReceives in = reader.large();
    return (out != null && out.isStaging()) || (in != null && in.isStaging());
  }

  /** Large transfers have got further outside an upcall, or with a gate held by somebody else. */
  void largeMoved() {
    VarHandle.fullFence();
    waiters.signal();
    transfers.tellReadiness();
  }

  /** The provider had no room for an RDMA operation that fetches: tries again in a while. */
  void fetchAgain() {
    housekeeper.schedule(fetch, RETRY_NANOS);
  }

  boolean isInsideUpcall() {
    return receiver.isInside();
  }

  /** {@return number of frames received in all, modulo 2^32} */
  int received() {
    return receiver.received();
  }

  /** {@return number of bytes sent that the peer has not acknowledged} */
  long unacknowledged() {
    return offsets.sent() - offsets.acknowledged();
  }

  /** Posts a receive again; {@return whether it was posted}. */
  boolean post(ReceiveBuffer buffer) {
    WsaError error = wire.receive(buffer);
    switch (error) {
      case WSA_IO_PENDING -> {
        return true;
      }
      case WSAECONNRESET, WSAENOTCONN, WSAECONNABORTED -> {}
      case WSAENOTSOCK, WSANOTINITIALISED -> {
        if (!wire.isClosed()) {
          ending.fail(EndReason.PROVIDER_GONE, "WSPRecv: " + error);
        }
      }
      default -> ending.fail(EndReason.PROVIDER_FAILED, "WSPRecv: " + error);
    }
    return false;
  }

  /** Something was read. */
  void consumed() {
    if (credits.ownData().isHalfUnannounced() || credits.ownControl().isHalfUnannounced()) {
      sender.nudge();
    }
    delayedAck.consumed();
  }

  /** An upcall has done its work, and a full fence was made. */
  void upcallDone(boolean outermost) {
    sender.nudge();
    if (life.isClosed()) {
      closing.progress();
    }
    boolean again = waiters.signal();
    again |= transfers.tellReadiness();
    if (again && outermost && !life.isTorn()) {
      wire.pollAndNotify();
    }
  }

  /** A write may find room that was not there; tells whoever waits for it. Outside the send gate. */
  void roomCame() {
    waiters.signal();
    transfers.tellReadiness();
  }

  /** The send gate was left. */
  void sendGateLeft(boolean stuck) {
    if (life.isTorn()) {
      closing.sendGateLeft();
    } else {
      if (life.isClosed()) {
        closing.progress();
      }
      if (stuck) {
        housekeeper.schedule(retry, RETRY_NANOS);
      }
    }
  }

  private void negotiationLate() {
    ending.negotiationLate(settings.negotiationNanos());
  }

  private void retry() {
    if (!life.isTorn()) {
      wire.poll();
      sender.request();
      waiters.signal();
      if (sender.canWrite()) {
        transfers.tellReadiness();
      } else {
        watchSends();
      }
    }
  }

  /** The provider tells nobody when it has room for sends again: where it has none, look again. */
  void watchSends() {
    if (sender.isStuck() && transfers.isWatched()) {
      housekeeper.schedule(retry, RETRY_NANOS);
    }
  }

  /** The other side's message fits. Guard: upcalls. */
  void agreed(Negotiation.Agreement peer) throws ProtocolViolation {
    if (agreed != null) {
      throw new ProtocolViolation("the negotiation came twice");
    }
    agreed = peer;
    establish();
  }

  /** Goes on when nothing is lacking. */
  private void establish() {
    Negotiation.Agreement agreement = lacking.decrementAndGet() == 0 ? agreed : null;
    if (agreement == null) {
      return;
    }
    NegotiationMessage peer = agreement.peer();
    credits.negotiated(
        agreement.dataLimit(),
        peer.dataReceives(),
        agreement.controlLimit(),
        peer.controlReceives());
    int own = sends.region() != null ? receives.bufferSize() : wire.port().maxInjectSize();
    way = TransferWay.of(capabilities() & peer.capabilities());
    sender.negotiated(
        Math.min(Math.min(peer.bufferSize(), own), wire.port().maxMessageSize()), way);
    LargeReceives large = reader.large();
    if (large != null) {
      large.negotiated(way);
    }
    if (place.role() == Sessions.Role.ACCEPTING) {
      sender.mark(SendPath.NEGOTIATION);
    }
    // Before the answer is sent: data of the peer may come before WSPSend returns.
    if (life.become(SessionState.ESTABLISHED)) {
      sender.request();
      transfers.countBy(place.counter().get());
      ending.tellEstablished();
      housekeeper.cancel(negotiationBound);
    }
  }

  /** The provider has made its last upcall. */
  void left() {
    housekeeper.cancel(negotiationBound);
    keepAlive.set(false, 0, 0, 0);
    transfers.close();
    if (rdma != null) {
      rdma.tally().end();
    }
    table.remove(this);
  }

  ConnectionStatus status() {
    return new ConnectionStatus(
        id(),
        place.local(),
        place.remote(),
        place.route(),
        life.state().name(),
        offsets.sent() + sender.waiting(),
        offsets.consumed(),
        rdma == null ? MemoryUse.NONE : rdma.tally().now());
  }

  /** Ends it at once (CLO-5). */
  void reset(EndReason reason) {
    ending.fail(reason, "");
  }
}
