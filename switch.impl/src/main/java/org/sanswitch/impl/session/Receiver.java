package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.impl.provider.CompletionSink;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;

/**
 * Upcalls of one session, one at a time: checks frames, hands data to the reader, and handles
 * control frames at once. Never blocks.
 */
final class Receiver implements CompletionSink, FrameReader.Rules {

  private final Session session;
  private final Lifecycle life;
  private final StreamOffsets offsets;
  private final Inbound inbound;
  private final UrgentData urgent;
  private final FrameReader frames;

  /** Private copy of the payload of a control frame. Guard: upcalls. */
  private final MemorySegment payload =
      MemorySegment.ofArray(new byte[FrameDescriptor.MAX_CONTROL]);

  /** Offset of the SHUTDOWN of the peer, or -1. Guard: upcalls. */
  private long finalOffset = -1;

  /** Guard: volatile; the thread inside an upcall, null outside. */
  private volatile @Nullable Thread inside;

  Receiver(Session session, Inbound inbound, UrgentData urgent) {
    this.session = session;
    life = session.life();
    offsets = session.offsets();
    this.inbound = inbound;
    this.urgent = urgent;
    frames = new FrameReader(session.credits(), offsets);
  }

  /** {@return whether the calling thread is inside an upcall of this session} */
  boolean isInside() {
    return inside == Thread.currentThread();
  }

  /** {@return number of frames received in all, modulo 2^32} */
  int received() {
    return frames.received();
  }

  @Override
  public void completed(Overlapped overlapped) {
    boolean outermost = !isInside();
    inside = Thread.currentThread();
    try {
      if (overlapped.context() instanceof ReceiveBuffer buffer && !life.isTorn()) {
        take(buffer, overlapped);
      } else if (overlapped.context() instanceof RdmaCompletion operation) {
        operation.completed();
      }
    } catch (ProtocolViolation e) {
      session.ending().fail(EndReason.PROTOCOL_VIOLATION, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      Log.LOGGER.log(System.Logger.Level.WARNING, "upcall of session " + session.id(), e);
      session.ending().fail(EndReason.PROVIDER_FAILED, "the upcall failed with " + e);
    }
    VarHandle.fullFence();
    session.upcallDone(outermost);
    if (outermost) {
      inside = null;
    }
  }

  @Override
  public void handleClosed() {
    session.ending().handleClosed();
  }

  private void take(ReceiveBuffer buffer, Overlapped overlapped) throws ProtocolViolation {
    WsaError status = overlapped.status();
    switch (status) {
      case NO_ERROR -> take(buffer, overlapped.bytes());
      case WSAECONNRESET, WSAENOTCONN -> session.ending().connectionLost(status);
      case WSA_OPERATION_ABORTED ->
        session.ending().fail(EndReason.PROVIDER_GONE, "the provider cancelled a receive");
      case WSAEMSGSIZE ->
        throw new ProtocolViolation(
            "message of more than the " + buffer.size() + " bytes that were announced");
      default -> session.ending().fail(EndReason.PROVIDER_FAILED, "WSPRecv: " + status);
    }
  }

  private void take(ReceiveBuffer buffer, int length) throws ProtocolViolation {
    FrameType type = frames.read(buffer.segment(), length, this);
    session.growth().arrived(type.creditClass());
    if (type == FrameType.DATA) {
      takeData(buffer);
      return;
    }
    FrameHeader header = frames.header();
    int size = header.payloadLength();
    if (type.creditClass() == FrameType.CreditClass.DATA) {
      takeLarge(buffer, size);
      return;
    }
    if (size > 0) {
      MemorySegment.copy(
          buffer.segment(), FrameDescriptor.PAYLOAD_OFFSET, payload, 0, size);
    }
    boolean posted = session.post(buffer);
    if (type.creditClass() == FrameType.CreditClass.CONTROL
        && type != FrameType.URGENT
        && posted) {
      session.credits().ownControl().raise();
    }
    handle(type, header);
  }

  private void handle(FrameType type, FrameHeader header) throws ProtocolViolation {
    int length = header.payloadLength();
    switch (type) {
      case NEGOTIATE, NEGOTIATED ->
        session.negotiation().take(type, header, payload.asSlice(0, length));
      case URGENT -> takeUrgent(payload.get(FrameDescriptor.BYTE, Long.BYTES));
      case SHUTDOWN -> takeShutdown(header.flags(), payload.get(FrameDescriptor.LONG, 0));
      case PING -> session.sender().askPong(payload.get(FrameDescriptor.LONG, 0));
      case ABORT -> session.ending().aborted(AbortMessage.decode(payload.asSlice(0, length)));
      case READ_DONE, WRITE_GRANT, WRITE_DONE -> takeLarge(type, length);
      case CREDIT -> takeWindow(length);
      case PONG, DATA, READ_OFFER, WRITE_REQUEST -> {}
    }
  }

  /** The peer has posted more data receives. */
  private void takeWindow(int length) throws ProtocolViolation {
    if (length == FrameDescriptor.WINDOW_LENGTH) {
      session.credits()
        .peerData()
        .window(Short.toUnsignedInt(payload.get(FrameDescriptor.SHORT, 0)));
    } else if (length > 0) {
      throw new ProtocolViolation(
          "CREDIT has a payload of " + length + " bytes, not 0 or "
              + FrameDescriptor.WINDOW_LENGTH);
    }
  }

  /** What the peer says of a transfer that is under way. */
  private void takeLarge(FrameType type, int length) throws ProtocolViolation {
    LargeSends sends = session.sender().large();
    LargeReceives receives = session.reader().large();
    if (sends == null || receives == null) {
      return;
    }
    switch (type) {
      case READ_DONE -> sends.readDone(payload.get(FrameDescriptor.INT, LargeDescriptor.ID));
      case WRITE_GRANT -> sends.granted(payload, length);
      default -> receives.written(payload);
    }
  }

  /** The first frame of a transfer: what follows it in the stream is fetched. */
  private void takeLarge(ReceiveBuffer buffer, int size) throws ProtocolViolation {
    LargeReceives receives = session.reader().large();
    if (receives == null) {
      return;
    }
    int prefix =
        Math.min(size, LargeDescriptor.OFFER_LENGTH + LargeDescriptor.MAX_REMOTE);
    MemorySegment.copy(
        buffer.segment(), FrameDescriptor.PAYLOAD_OFFSET, payload, 0, prefix);
    long before = offsets.received();
    if (life.isClosed()) {
      afterClose(size);
      return;
    }
    offsets.received(before + receives.announced(buffer, payload, size));
    inbound.add(buffer);
    session.reader().progress();
  }

  private void afterClose(int length) {
    session.ending()
      .fail(
          EndReason.RESET_LOCALLY, "the peer sent " + length + " bytes after the close");
  }

  private void takeData(ReceiveBuffer buffer) {
    int length = frames.header().payloadLength();
    if (life.isClosed()) {
      afterClose(length);
      return;
    }
    buffer.hold(length);
    offsets.received(offsets.received() + length);
    inbound.add(buffer);
    if (life.isInputShut()) {
      session.reader().discard();
    }
  }

  private void takeUrgent(byte value) throws ProtocolViolation {
    urgent.add(payload.get(FrameDescriptor.LONG, 0), value, offsets.received());
    if (life.isInputShut()) {
      session.reader().discard();
    } else if (urgent.isCrowded()) {
      session.reader().discardUrgent();
    }
  }

  private void takeShutdown(int flags, long offset) throws ProtocolViolation {
    if (offset != offsets.received()) {
      throw new ProtocolViolation(
          "final offset " + Long.toUnsignedString(offset) + ", received " + offsets.received());
    }
    finalOffset = offset;
    if ((flags & FrameDescriptor.FLAG_CLOSED) != 0) {
      life.closePeer();
    }
    life.endInput(Lifecycle.Input.ENDED);
  }

  @Override
  public boolean allows(FrameType type) {
    if (type == FrameType.ABORT) {
      return true;
    }
    if (!life.isEstablished()) {
      return type == session.negotiation().awaited();
    }
    return switch (type) {
      case NEGOTIATE, NEGOTIATED -> false;
      case DATA, URGENT -> finalOffset < 0;
      case SHUTDOWN -> !life.isPeerClosed();
      case READ_OFFER, WRITE_REQUEST -> finalOffset < 0 && session.way().has(type);
      case READ_DONE, WRITE_GRANT, WRITE_DONE -> session.way().has(type);
      case CREDIT, PING, PONG, ABORT -> true;
    };
  }

  @Override
  public String stateName() {
    return finalOffset < 0 ? life.state().name() : life.state() + ", shut at " + finalOffset;
  }
}
