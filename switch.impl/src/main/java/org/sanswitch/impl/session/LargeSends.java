package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.WsaError;

/**
 * Large transfers that go out (SES-4, SES-5): each is announced by a frame in the stream, and its
 * memory is left alone until the peer has read it, or until it is written. What a non-blocking write
 * or a heap buffer gives is copied to staging; a blocking write of a direct buffer gives the
 * buffer itself where the provider registers it. Guard: send gate, unless a field says otherwise.
 */
final class LargeSends {

  /** Nothing was begun: the bytes go by messages. */
  static final int NOT_BY_RDMA = -1;

  /** Transfers under way at most: those of staging, and one of the application's buffer. */
  private static final int RING = 4;

  private static final int MASK = RING - 1;

  private final Session session;
  private final SendPath path;
  private final FrameWriter frames;
  private final RdmaWire rdma;
  private final Staging staging;
  private final AppBuffer buffer;
  private final RdmaOperation write;
  private final LargeGrant grant = new LargeGrant();
  private final LargeSend[] ring = new LargeSend[RING];

  /** Guard: set once by the negotiation, before a transfer is begun. */
  private TransferWay way = TransferWay.NONE;

  /** Greatest first part with what stands before it. Guard: as way. */
  private int maxPayload;

  /** Number of transfers begun. Guard: written under the send gate; read by any. */
  private final AtomicInteger begun = new AtomicInteger();

  /** Number of transfers that ended. Guard: by way READ upcalls, else the send gate; read by any. */
  private final AtomicInteger done = new AtomicInteger();

  /** Bytes that are left of the oldest transfer. Guard: written under the send gate; read by any. */
  private volatile long left;

  /** A write has found no free piece. Guard: written by the writer under the gate; read by any. */
  private volatile boolean crowded;

  /** The transfer of the application's buffer is under way. Guard: written by the writer; read by any. */
  private volatile boolean direct;

  private int directId;
  private int directTotal;

  /** Number of transfers whose memory is free again. */
  private int reaped;

  /** Pieces that hold bytes. */
  private int staged;

  /** Number of pieces filled so far. */
  private long pieces;

  LargeSends(Session session, SendPath path, FrameWriter frames, RdmaWire rdma, Staging staging) {
    this.session = session;
    this.path = path;
    this.frames = frames;
    this.rdma = rdma;
    this.staging = staging;
    buffer = new AppBuffer(rdma);
    write = new RdmaOperation(rdma, () -> path.ask(SendPath.LARGE));
    for (int i = 0; i < RING; i++) {
      ring[i] = new LargeSend();
    }
  }

  /**
   * Takes what was agreed.
   *
   * @return from how many bytes on a write may be a transfer
   */
  int negotiated(TransferWay agreed, int payload) {
    way = agreed;
    maxPayload = payload;
    if (agreed == TransferWay.READ) {
      staging.expose(Access.READ);
    }
    return agreed == TransferWay.NONE ? Integer.MAX_VALUE : Math.max(2, rdma.threshold());
  }

  /** {@return whether a write that found no piece free would find one now} */
  boolean hasRoom() {
    return !crowded || underWay() < Staging.PIECES;
  }

  private int underWay() {
    return begun.get() - done.get();
  }

  /** {@return whether all transfers have ended, and the peer was told} */
  boolean isDrained() {
    return underWay() == 0 && !path.isDue(SendPath.WRITE_DONE);
  }

  /**
   * Begins a transfer of a copy.
   *
   * @return number of bytes taken, 0 if there is no room now, or {@link #NOT_BY_RDMA}
   */
  int write(byte @Nullable [] array, @Nullable MemorySegment segment, long offset, int length) {
    reap();
    crowded = staged == Staging.PIECES;
    if (crowded || !path.hasDataCredit()) {
      return 0;
    }
    MemoryRegion memory = staging.memory();
    if (memory == null) {
      return NOT_BY_RDMA;
    }
    int total = Math.min(length, staging.size());
    int first = first(total);
    long piece = staging.offset(pieces);
    try {
      if (array != null) {
        MemorySegment.copy(
            array, (int) offset + first, memory.segment(), FrameDescriptor.BYTE, piece,
            total - first);
      } else if (segment != null) {
        MemorySegment.copy(segment, offset + first, memory.segment(), piece, total - first);
      }
    } catch (IllegalStateException e) {
      // The provider has freed its memory under the session (CLO-5).
      var _ = session.wire().lostMemory(e);
      return 0;
    }
    ring[begun.getPlain() & MASK].begin(memory, piece, total - first, true);
    if (!isAnnounced(staging.descriptor(), piece, array, segment, offset, first, total)) {
      return 0;
    }
    staged++;
    pieces++;
    return total;
  }

  private int first(int total) {
    int prefix =
        way == TransferWay.READ
            ? LargeDescriptor.OFFER_LENGTH + LargeDescriptor.MAX_REMOTE
            : LargeDescriptor.REQUEST_LENGTH;
    return Math.min(maxPayload - prefix, total / 2);
  }

  private boolean isAnnounced(
      byte[] remote,
      long regionOffset,
      byte @Nullable [] array,
      @Nullable MemorySegment segment,
      long offset,
      int first,
      int total) {
    MemorySegment payload = frames.controlPayload();
    payload.set(FrameDescriptor.INT, LargeDescriptor.ID, begun.getPlain());
    payload.set(FrameDescriptor.LONG, LargeDescriptor.TOTAL, (long) total);
    payload.set(FrameDescriptor.INT, LargeDescriptor.FIRST, first);
    FrameType type = FrameType.WRITE_REQUEST;
    int prefix = LargeDescriptor.REQUEST_LENGTH;
    if (way == TransferWay.READ) {
      type = FrameType.READ_OFFER;
      prefix = LargeDescriptor.OFFER_LENGTH + remote.length;
      payload.set(FrameDescriptor.LONG, LargeDescriptor.OFFER_REGION, regionOffset);
      payload.set(
          FrameDescriptor.BYTE, LargeDescriptor.OFFER_REMOTE_LENGTH, (byte) remote.length);
      MemorySegment.copy(
          remote, 0, payload, FrameDescriptor.BYTE, LargeDescriptor.OFFER_REMOTE, remote.length);
    }
    if (underWay() == 0) {
      left = total - first;
    }
    begun.incrementAndGet();
    boolean sent =
        path.isSent(frames.large(type, prefix, array, segment, offset, first, total));
    if (!sent) {
      begun.decrementAndGet();
    }
    return sent;
  }

  /** Frees the memory of transfers that have ended. */
  private void reap() {
    for (int end = done.get(); reaped != end; reaped++) {
      LargeSend ended = ring[reaped & MASK];
      staged -= ended.isStaged() ? 1 : 0;
      ended.end();
    }
  }

  // The application's buffer.

  /** {@return whether the buffer of a call is in a transfer, and the call has not taken its end} */
  boolean isDirect() {
    return direct;
  }

  /** {@return whether that transfer has ended: by itself, or with the session} */
  boolean isDirectOver() {
    return isDirectDone() || session.life().isWriteOver();
  }

  /** {@return whether that transfer has ended well} */
  boolean isDirectDone() {
    return done.get() - directId > 0;
  }

  /**
   * Begins a transfer of a buffer that stays as it is until {@link #endDirect} gives its size.
   *
   * @param source the buffer
   * @param segment all of it
   * @return whether it was begun
   */
  boolean beginDirect(ByteBuffer source, MemorySegment segment, long offset, int length) {
    reap();
    int total = Math.min(length, LargeDescriptor.MAX_TOTAL);
    if (staged == Staging.PIECES || !path.hasDataCredit()) {
      return false;
    }
    int first = first(total);
    MemoryRegion region =
        buffer.register(
            segment.asSlice(offset + first, total - first), source, Access.READ,
            way == TransferWay.READ);
    if (region == null) {
      return false;
    }
    directId = begun.getPlain();
    directTotal = total;
    direct = true;
    ring[begun.getPlain() & MASK].begin(region, 0, total - first, false);
    byte[] remote =
        region instanceof RdmaRegion exposed ? exposed.descriptor() : staging.descriptor();
    if (isAnnounced(remote, 0, null, segment, offset, first, total)) {
      return true;
    }
    direct = false;
    releaseDirect();
    return false;
  }

  /**
   * Ends the transfer of the buffer.
   *
   * @return its size, or 0 while it is under way
   * @throws SocketException if it never will be over; the buffer may still be in use
   */
  int endDirect() throws SocketException {
    if (!isDirectDone()) {
      session.life().checkWritable();
      return 0;
    }
    reap();
    if (!buffer.release()) {
      session.ending()
        .fail(EndReason.PROVIDER_FAILED, "memory of a transfer that is over stays registered");
      session.life().checkWritable();
    }
    direct = false;
    return directTotal;
  }

  /** {@return whether nothing touches the buffer any more} Any thread. */
  boolean releaseDirect() {
    return !write.isPending() && buffer.release();
  }

  AppBuffer buffer() {
    return buffer;
  }

  /** The call has ended without taking the end of its transfer; nothing touches its buffer. */
  void forgetDirect() {
    direct = false;
  }

  // What the peer says. Guard: upcalls.

  /** READ_DONE: the peer has read this transfer, and all before it. */
  void readDone(int id) throws ProtocolViolation {
    int before = done.get();
    int end = begun.get();
    if (Integer.compareUnsigned(id - before, end - before) >= 0) {
      throw new ProtocolViolation(
          "READ_DONE of transfer " + Integer.toUnsignedString(id) + ", under way are "
              + Integer.toUnsignedString(before) + " to " + Integer.toUnsignedString(end)
              + " less 1");
    }
    done.set(id + 1);
  }

  /** WRITE_GRANT. */
  void granted(MemorySegment payload, int size) throws ProtocolViolation {
    grant.open(payload, size, done.get(), underWay() == 0 ? 0 : left);
    path.ask(SendPath.LARGE);
  }

  // Writing into the memory of the peer.

  /** Goes on with writing, by way WRITE. */
  void progress() {
    if (write.isActive()) {
      if (write.isPending()) {
        return;
      }
      int length = write.length();
      WsaError status = write.end();
      if (status != WsaError.NO_ERROR) {
        failed(status);
        return;
      }
      ring[done.get() & MASK].wrote(length);
      grant.wrote(length);
    }
    if (!grant.isOpen() || path.isDue(SendPath.WRITE_DONE)) {
      return;
    }
    if (grant.left() == 0) {
      granted();
      return;
    }
    LargeSend oldest = ring[done.get() & MASK];
    MemoryRegion source = oldest.source();
    if (source != null) {
      started(
          write.start(
              false,
              source,
              oldest.next(),
              rdma.part(grant.left()),
              grant.remote(),
              grant.next()));
    }
  }

  /** The grant is used up: WRITE_DONE closes it. */
  private void granted() {
    path.mark(SendPath.WRITE_DONE);
    LargeSend oldest = ring[done.get() & MASK];
    left = oldest.left();
    if (left == 0) {
      int next = done.get() + 1;
      if (next != begun.get()) {
        left = ring[next & MASK].left();
      }
      done.set(next);
      session.largeMoved();
    }
  }

  /** Writes WRITE_DONE to where the payload of control frames stands; {@return its length}. */
  int encodeDone(MemorySegment payload) {
    payload.set(FrameDescriptor.INT, LargeDescriptor.ID, grant.id());
    payload.set(FrameDescriptor.LONG, LargeDescriptor.WRITTEN, grant.length());
    return LargeDescriptor.WRITE_DONE_LENGTH;
  }

  /** WRITE_DONE is about to be sent, and may be answered by the next grant; or it was not sent. */
  void grantOpen(boolean open) {
    grant.open(open);
  }

  private void started(WsaError result) {
    if (result == WsaError.WSAENOBUFS) {
      path.tryLargeAgain();
    } else if (result != WsaError.WSA_IO_PENDING) {
      failed(result);
    }
  }

  private void failed(WsaError result) {
    switch (result) {
      case WSAECONNRESET, WSAECONNABORTED, WSAENOTCONN -> session.ending().sendBroken();
      case WSAEACCES, WSAEINVAL ->
        session.ending()
          .fail(
              EndReason.PROTOCOL_VIOLATION,
              "memory that was granted to transfer " + Integer.toUnsignedString(grant.id())
                  + " cannot be written: " + result);
      case WSAENOTSOCK, WSANOTINITIALISED, WSA_OPERATION_ABORTED ->
        session.ending().fail(EndReason.PROVIDER_GONE, "WSPRdmaWrite: " + result);
      default -> session.ending().fail(EndReason.PROVIDER_FAILED, "WSPRdmaWrite: " + result);
    }
  }

  // Memory.

  /** Gives staging back that was not used lately. */
  void trim() {
    reap();
    if (staged == 0 && staging.isThere() && staging.isIdle()) {
      staging.release();
    }
  }

  boolean isStaging() {
    return staging.isThere();
  }

  /**
   * Nobody sends any more: hands the memory back before the close that no transfer uses (MEM-4). The
   * other goes with the socket, so that the peer sees a reset and not memory that has gone.
   */
  void release() {
    if (underWay() == 0) {
      staging.release();
      buffer.release();
    }
  }
}
