package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.spi.WsaError;

/**
 * What goes out: the writer's data, and the frames that somebody has asked for.
 *
 * <p>Lock order: the send gate is taken alone; it is held across WSPSend, to keep the order of
 * sequence numbers, and across no other downcall but wakeWaiters. Nobody waits for it inside an
 * upcall.
 */
final class SendPath {

  static final int NEGOTIATION = 1;
  static final int PONG = 2;
  static final int PING = 4;
  static final int SHUTDOWN = 8;
  static final int CLOSED = 16;
  static final int ACKNOWLEDGE = 32;
  static final int ABORT = 64;

  /** Large transfers may go on. */
  static final int LARGE = 128;

  static final int READ_DONE = 256;
  static final int WRITE_GRANT = 512;
  static final int WRITE_DONE = 1_024;

  /** Staging that is idle is to be given back. */
  static final int TRIM = 2_048;

  /** The peer is to be told how many receives there are now. */
  static final int WINDOW = 4_096;

  private static final int LAST_WORDS = SHUTDOWN | CLOSED;

  /** A peer that sleeps is woken after so many bytes of a write at the latest (ADR 165). */
  private static final int WAKE_BYTES = 64 << 10;

  private final Session session;
  private final Lifecycle life;
  private final Credits credits;
  private final StreamOffsets offsets;
  private final SendBuffers slots;
  private final FrameWriter frames;
  private final @Nullable LargeSends large;
  private final Gate gate = new Gate();

  /** Frames that somebody has asked for. Guard: atomic. */
  private final AtomicInteger due = new AtomicInteger();

  /** Guard: set once by the negotiation, before data is sent. */
  private volatile Outbox outbox = new Outbox(0);

  /** Guard: volatile. */
  private volatile int outboxLimit;

  /** Guard: set once by the negotiation, before data is sent. */
  private int maxPayload;

  /** From how many bytes on a write goes by RDMA (SES-7). Guard: as maxPayload. */
  private int largeFrom = Integer.MAX_VALUE;

  /** Guard: set once, before the session is started. */
  private @Nullable LargeFrames largeFrames;

  /** Guard: written inside upcalls before PONG is asked for. */
  private volatile long pongNonce;

  /** Guard: send gate. */
  private long pingNonce;

  /** The provider had no room for a send. Guard: written under the send gate; read by any. */
  private volatile boolean stuck;

  /**
   * The outbox has room again. Who made it has to tell the writer: the upcall that brought the credit
   * may have found the gate held, and told before. Guard: send gate.
   */
  private boolean roomCame;

  /** The ABORT was tried; where that failed it is not tried again. Guard: send gate. */
  private boolean aborted;

  /**
   * A peer that closes upon the last word may end the connection before WSPSend returns. Guard: as
   * lastWordSent.
   */
  private volatile boolean lastWordLeaves;

  /** Nothing follows what was sent. Guard: written under the send gate; read by any. */
  private volatile boolean lastWordSent;

  SendPath(
      Session session, SendBuffers slots, @Nullable RdmaWire rdma, @Nullable Staging staging) {
    this.session = session;
    life = session.life();
    credits = session.credits();
    offsets = session.offsets();
    this.slots = slots;
    frames = new FrameWriter(session.wire(), credits, offsets, slots);
    large =
        rdma == null || staging == null
            ? null
            : new LargeSends(session, this, frames, rdma, staging);
  }

  /** {@return large transfers that go out, or null where the provider has no RDMA} */
  @Nullable
  LargeSends large() {
    return large;
  }

  /** Learns what comes in by RDMA, which it answers. */
  void receives(LargeReceives receives) {
    if (large != null) {
      largeFrames = new LargeFrames(this, frames, credits, large, receives);
    }
  }

  /** Takes the size of frames. Called inside the upcall that ends the negotiation. */
  void negotiated(int maxFrame, TransferWay way) {
    maxPayload = maxFrame - FrameDescriptor.HEADER_LENGTH;
    outbox = new Outbox(maxPayload);
    outbox.limit(outboxLimit);
    if (large != null) {
      largeFrom = large.negotiated(way, maxPayload);
    }
  }

  /** {@return from how many bytes on a write goes by RDMA} */
  int largeFrom() {
    return largeFrom;
  }

  /** {@return whether a write would take at least one byte, or throw} */
  boolean canWrite() {
    LargeSends transfers = large;
    if (transfers != null && transfers.isDirect()) {
      return transfers.isDirectOver();
    }
    if (life.isWriteOver()) {
      return true;
    }
    if (transfers != null && !transfers.hasRoom()) {
      return false;
    }
    Outbox waiting = outbox;
    return waiting.length() > 0 || waiting.isDeep()
        ? waiting.isRoomy()
        : credits.peerData().available() > 0 && !isStuck();
  }

  /** {@return whether it is the provider, not the peer, that has no room} */
  boolean isStuck() {
    return stuck || !slots.hasFree();
  }

  /** Sets how many bytes may wait for a credit; 0 for as few as a call needs that waits itself. */
  void outboxLimit(int bytes) {
    outboxLimit = bytes;
    outbox.limit(bytes);
  }

  /** {@return number of bytes that wait for a credit} */
  int waiting() {
    return outbox.length();
  }

  /**
   * Sends as much as there are credits for, from one of the two sources.
   *
   * @return number of bytes taken
   */
  int write(byte @Nullable [] array, @Nullable MemorySegment segment, long offset, int length)
      throws SocketException {
    enter();
    try {
      life.checkWritable();
      Outbox joined = outbox;
      if (joined.length() > 0) {
        if (!joined.isOneFrameWith(length) || !credits.peerData().isHalfUsed()) {
          sendOutbox();
        }
        if (joined.length() > 0) {
          return joined.append(array, segment, offset, length);
        }
      }
      if (length >= largeFrom && large != null) {
        int taken = large.write(array, segment, offset, length);
        if (taken == 0 && large.hasRoom() && mayWait(joined)) {
          return joined.append(array, segment, offset, length);
        }
        if (taken != LargeSends.NOT_BY_RDMA) {
          return taken;
        }
      }
      if (joined.isSmall(length) && credits.peerData().isHalfUsed()) {
        return joined.append(array, segment, offset, length);
      }
      int sent = sendFrames(array, segment, offset, length);
      return sent < length && mayWait(joined)
          ? sent + joined.append(array, segment, offset + sent, length - sent)
          : sent;
    } finally {
      leave();
    }
  }

  /** {@return whether what was not sent may wait, since the application does not (ADR 192)} */
  private boolean mayWait(Outbox joined) {
    return joined.isDeep() && life.isEstablished() && !isSilent();
  }

  private int sendFrames(
      byte @Nullable [] array, @Nullable MemorySegment segment, long offset, int length) {
    int done = 0;
    int wake = Math.min(length, WAKE_BYTES);
    while (done < length && credits.peerData().available() > 0) {
      int size = Math.min(length - done, maxPayload);
      boolean followed = done + size < wake && isNextSure();
      if (!isSent(frames.data(array, segment, offset + done, size, followed))) {
        return done;
      }
      done += size;
      if (!followed) {
        wake = Math.min(length, done + WAKE_BYTES);
      }
    }
    return done;
  }

  /** {@return whether two frames can be sent now} */
  private boolean isNextSure() {
    return credits.peerData().available() > 1 && slots.hasTwoFree();
  }

  /**
   * Sends for a call that waits until all is sent: a transfer may take its buffer as it is. Then it is
   * called again, with the same bytes, until it gives their number.
   *
   * @param source the buffer
   * @param segment all of it
   * @return number of bytes that have gone, 0 if none or while the buffer is in a transfer
   */
  int writeAwaited(ByteBuffer source, MemorySegment segment, long offset, int length)
      throws SocketException {
    LargeSends transfers = large;
    if (transfers == null || length < largeFrom) {
      return write(null, segment, offset, length);
    }
    enter();
    try {
      if (transfers.isDirect()) {
        return transfers.endDirect();
      }
      life.checkWritable();
      sendOutbox();
      if (outbox.length() == 0 && transfers.beginDirect(source, segment, offset, length)) {
        return 0;
      }
    } finally {
      leave();
    }
    return write(null, segment, offset, length);
  }

  /** {@return whether the urgent byte was sent; false while it has to wait for a credit} */
  boolean writeUrgent(byte value) throws SocketException {
    enter();
    try {
      life.checkWritable();
      sendOutbox();
      flush();
      if (outbox.length() > 0 || !credits.mayUrgent()) {
        return false;
      }
      MemorySegment payload = frames.controlPayload();
      payload.set(FrameDescriptor.LONG, 0, offsets.sent());
      payload.set(FrameDescriptor.BYTE, Long.BYTES, value);
      return isSent(frames.control(FrameType.URGENT, 0, FrameType.URGENT.maxPayload()));
    } finally {
      leave();
    }
  }

  /** Has frames go out before anything else, at the latest when the gate is left the next time. */
  void mark(int frame) {
    due.getAndAccumulate(frame, (frames, more) -> frames | more);
  }

  /** Asks for frames; they go out now, or when the gate is left, or when there is a credit. */
  void ask(int frame) {
    mark(frame);
    request();
  }

  boolean isDue(int frame) {
    return (due.get() & frame) != 0;
  }

  /** The provider had no room for an RDMA operation. Guard: send gate. */
  void tryLargeAgain() {
    stuck = true;
    mark(LARGE);
  }

  boolean hasDataCredit() {
    return credits.peerData().available() > 0;
  }

  /** Asks for a PONG. Guard: upcalls. */
  void askPong(long nonce) {
    pongNonce = nonce;
    ask(PONG);
  }

  /** Sends what is due, or has the holder of the gate do so. */
  void request() {
    if (gate.request()) {
      flush();
      leave();
    }
  }

  /** Sends what has become possible. A full fence must come before. */
  void nudge() {
    if (isFlushable()) {
      request();
    }
  }

  /** {@return whether the last word is sent, or is being sent: the peer may have it} */
  boolean isLastWordSent() {
    return lastWordSent || lastWordLeaves;
  }

  /** {@return whether the last word is sent and the provider has done with all sends} */
  boolean isLastWordDone() {
    return lastWordSent && slots.allComplete();
  }

  /** Enters; ends with the session too, whoever holds the gate. */
  private void enter() throws SocketException {
    for (int round = 0; !gate.tryEnter(); round++) {
      life.checkWritable();
      Gate.awaitEntry(round);
    }
  }

  private void leave() {
    boolean tell = false;
    while (true) {
      tell |= roomCame;
      roomCame = false;
      if (!gate.tryLeave()) {
        flush();
      } else if (!stuck && isFlushable() && gate.tryEnter()) {
        flush();
      } else {
        break;
      }
    }
    if (tell) {
      session.roomCame();
    }
    session.sendGateLeft(stuck);
  }

  private boolean isFlushable() {
    int frame = due.get();
    if ((frame & (ABORT | NEGOTIATION)) != 0) {
      return true;
    }
    if (!life.isEstablished() || isSilent()) {
      return false;
    }
    boolean waits = outbox.length() > 0;
    int control = PONG | PING | WINDOW | LargeFrames.CONTROL;
    if (!waits && !isLastWordEarly(frame)) {
      control |= LAST_WORDS;
    }
    return (frame & (LARGE | TRIM)) != 0
        || (waits && mayOutbox(frame))
        || ((frame & control) != 0 && credits.mayControl())
        || mayCredit(frame);
  }

  /** The last word goes behind the end of all transfers: the peer is silent afterwards. */
  private boolean isLastWordEarly(int frame) {
    return (frame & CLOSED) != 0 && large != null && !large.isDrained();
  }

  private boolean isSilent() {
    return life.isTorn() || life.isSendBroken() || life.isPeerClosed() || lastWordSent;
  }

  private boolean mayCredit(int frame) {
    return credits.mayCredit(
        (frame & ACKNOWLEDGE) != 0 && offsets.consumed() != offsets.announced());
  }

  /** Guard: send gate. */
  private void flush() {
    stuck = false;
    if (take(ABORT)) {
      abort();
      return;
    }
    if (take(NEGOTIATION)) {
      negotiate();
    }
    if (!life.isEstablished() || isSilent()) {
      return;
    }
    if (credits.mayControl() && take(PONG)) {
      nonce(FrameType.PONG, pongNonce, PONG);
    }
    if (mayOutbox(due.get())) {
      sendOutbox();
    }
    if (largeFrames != null && isDue(LargeFrames.ALL)) {
      largeFrames.flush();
    }
    shutdown();
    if (credits.mayControl() && take(PING)) {
      nonce(FrameType.PING, ++pingNonce, PING);
    }
    credit();
  }

  private void credit() {
    if (isSilent()) {
      return;
    }
    if (credits.mayControl() && take(WINDOW)) {
      take(ACKNOWLEDGE);
      frames.controlPayload()
        .set(FrameDescriptor.SHORT, 0, (short) credits.ownData().posted());
      if (!isSent(frames.control(FrameType.CREDIT, 0, FrameDescriptor.WINDOW_LENGTH))) {
        mark(WINDOW);
      }
    } else if (mayCredit(due.get())) {
      take(ACKNOWLEDGE);
      isSent(frames.control(FrameType.CREDIT, 0, 0));
    }
  }

  boolean take(int frame) {
    return isDue(frame)
        && (due.getAndAccumulate(frame, (frames, fewer) -> frames & ~fewer) & frame) != 0;
  }

  /** Joined writes go out when the peer is known to tell of the next credits, or nothing follows. */
  private boolean mayOutbox(int frame) {
    PeerCredits data = credits.peerData();
    return data.available() > 0 && (!data.isHalfUsed() || (frame & LAST_WORDS) != 0);
  }

  private void sendOutbox() {
    Outbox joined = outbox;
    boolean full = !joined.isRoomy();
    while (joined.length() > 0
        && credits.peerData().available() > 0
        && isSent(frames.data(joined.bytes(), null, joined.head(), joined.next(), false))) {
      joined.sent();
    }
    if (full && joined.isRoomy()) {
      roomCame = true;
    }
  }

  private void shutdown() {
    if (!isDue(LAST_WORDS)
        || outbox.length() > 0
        || isLastWordEarly(due.get())
        || !credits.mayControl()
        || stuck) {
      return;
    }
    boolean closed = isDue(CLOSED);
    frames.controlPayload().set(FrameDescriptor.LONG, 0, offsets.sent());
    int flags = closed ? FrameDescriptor.FLAG_CLOSED : 0;
    lastWordLeaves = closed;
    if (isSent(frames.control(FrameType.SHUTDOWN, flags, Long.BYTES))) {
      take(closed ? LAST_WORDS : SHUTDOWN);
      lastWordSent = closed;
    } else {
      lastWordLeaves = false;
    }
  }

  private void nonce(FrameType type, long value, int again) {
    frames.controlPayload().set(FrameDescriptor.LONG, 0, value);
    if (!isSent(frames.control(type, 0, Long.BYTES))) {
      mark(again);
    }
  }

  private void negotiate() {
    Negotiation negotiation = session.negotiation();
    int length = negotiation.encode(frames.controlPayload());
    int flags = negotiation.isRefusal() ? FrameDescriptor.FLAG_REFUSED : 0;
    if (isSent(frames.control(negotiation.frameType(), flags, length))) {
      lastWordSent = negotiation.isRefusal();
    } else {
      session.ending().fail(EndReason.NO_BUFFERS, "the provider did not take the negotiation");
    }
  }

  /** Tells the peer why, if that can be done at once. */
  private void abort() {
    Lifecycle.End end = life.end();
    if (aborted || end == null || life.isSendBroken() || session.wire().isClosed()) {
      return;
    }
    aborted = true;
    byte[] message = new AbortMessage(end.reason(), end.detail()).encode();
    MemorySegment.copy(
        message, 0, frames.controlPayload(), FrameDescriptor.BYTE, 0, message.length);
    frames.control(FrameType.ABORT, 0, message.length);
  }

  /** {@return whether a send was started; notes why if it was not} */
  boolean isSent(WsaError result) {
    switch (result) {
      case WSA_IO_PENDING -> {
        return true;
      }
      case WSAENOBUFS -> stuck = true;
      case WSAECONNRESET, WSAECONNABORTED, WSAENOTCONN -> session.ending().sendBroken();
      case WSAENOTSOCK, WSANOTINITIALISED ->
        session.ending().fail(EndReason.PROVIDER_GONE, "WSPSend: " + result);
      default -> session.ending().fail(EndReason.PROVIDER_FAILED, "WSPSend: " + result);
    }
    return false;
  }
}
