package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.EndReason;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.WsaError;

/**
 * Large transfers that come in (SES-4, SES-5): fetched in order, ahead of the reader as far as staging
 * goes, or straight into the buffer of a reader that waits. Guard: read gate, unless a function or a
 * field says otherwise.
 */
final class LargeReceives {

  private final Session session;
  private final Lifecycle life;
  private final StreamOffsets offsets;
  private final RdmaWire rdma;
  private final Staging staging;
  private final UrgentData urgent;
  private final DirectRead direct;
  private final PullPiece[] pieces = new PullPiece[Staging.PIECES];
  private final GrantedMemory grant = new GrantedMemory();

  /** Transfers in the order of the stream. Guard: as head and tail. */
  private final @Nullable LargeReceive[] ring;

  private final int mask;

  /** Number of transfers announced. Guard: written inside upcalls, release; read by any. */
  private final AtomicLong tail = new AtomicLong();

  /** Number of transfers all of whose bytes are at hand. Guard: written under the read gate. */
  private final AtomicLong head = new AtomicLong();

  /** Number of transfers all of whose bytes are asked for. */
  private long asked;

  /** Numbers of pieces that were begun, that came, and that were emptied. */
  private long begun;

  private long came;
  private long emptied;

  /** A transfer has failed; nothing more is fetched. */
  private boolean broken;

  /** Guard: set once by the negotiation, before a transfer is announced. */
  private TransferWay way = TransferWay.NONE;

  /** Number of transfers that the peer may forget. Guard: volatile, written under the read gate. */
  private volatile int doneCount;

  LargeReceives(
      Session session,
      RdmaWire rdma,
      Staging staging,
      DirectView targets,
      UrgentData urgent,
      int buffers) {
    this.session = session;
    this.urgent = urgent;
    life = session.life();
    offsets = session.offsets();
    this.rdma = rdma;
    this.staging = staging;
    direct = new DirectRead(rdma, targets, this::completed);
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = new PullPiece(new RdmaOperation(rdma, this::completed));
    }
    int capacity = Integer.highestOneBit(Math.max(buffers, 2) * 2 - 1);
    ring = new @Nullable LargeReceive[capacity];
    mask = capacity - 1;
  }

  private void completed() {
    session.reader().progress();
  }

  void negotiated(TransferWay agreed) {
    way = agreed;
    if (agreed == TransferWay.WRITE) {
      staging.expose(Access.WRITE);
    }
  }

  DirectRead direct() {
    return direct;
  }

  GrantedMemory grant() {
    return grant;
  }

  /** {@return number of transfers that the peer may forget} Any thread. */
  int doneCount() {
    return doneCount;
  }

  /** {@return whether the byte at that offset belongs to a transfer and is not at hand} Any thread. */
  boolean isMissing(long offset) {
    return offset >= frontier();
  }

  /** {@return stream offset of the first byte that is not at hand, as far as it is of a transfer} */
  long frontier() {
    long at = head.getAcquire();
    LargeReceive first = at == tail.getAcquire() ? null : ring[(int) at & mask];
    if (first == null) {
      return Long.MAX_VALUE;
    }
    return direct.state() == DirectRead.State.UNDER_WAY ? Long.MIN_VALUE : first.end();
  }

  // Upcalls.

  /**
   * Takes the announcement of a transfer: READ_OFFER or WRITE_REQUEST. Guard: upcalls.
   *
   * @param buffer holds the frame
   * @param payload private copy of its beginning
   * @param size bytes of the payload
   * @return number of bytes of the transfer
   * @throws ProtocolViolation with the numbers
   */
  long announced(ReceiveBuffer buffer, MemorySegment payload, int size)
      throws ProtocolViolation {
    long at = tail.getPlain();
    LargeReceive transfer = buffer.makeLarge();
    int prefix = transfer.announce(payload, size, way, (int) at, offsets.received());
    buffer.holdLarge(prefix, size);
    ring[(int) at & mask] = transfer;
    tail.setRelease(at + 1);
    return size - prefix + (long) transfer.rest();
  }

  /** WRITE_DONE: the peer has written what it was granted. Guard: upcalls. */
  void written(MemorySegment payload) throws ProtocolViolation {
    grant.written(
        payload.get(FrameDescriptor.INT, LargeDescriptor.ID),
        payload.get(FrameDescriptor.LONG, LargeDescriptor.WRITTEN));
    completed();
  }

  // The reader.

  /**
   * Gives bytes of the transfer that follows a receive buffer.
   *
   * @param refill whether the next part is fetched to where these bytes were
   * @return number of bytes, 0 if none is at hand
   */
  int take(
      ReceiveBuffer from,
      byte @Nullable [] array,
      @Nullable ByteBuffer buffer,
      int at,
      int most,
      boolean refill) {
    if (came == emptied) {
      progress();
    }
    LargeReceive transfer = from.large();
    PullPiece piece = pieces[(int) emptied & 1];
    if (came == emptied || transfer == null || piece.transfer() != transfer) {
      return 0;
    }
    int size = Math.min(most, piece.left());
    piece.copyTo(array, buffer, at, size);
    transfer.taken(size);
    if (piece.left() == 0) {
      emptied++;
      piece.clear();
      if (refill) {
        progress();
      }
    }
    return size;
  }

  /** Drops what is at hand of the transfer that follows a receive buffer; {@return bytes}. */
  int discard(ReceiveBuffer from) {
    progress();
    LargeReceive transfer = from.large();
    int size = 0;
    if (direct.transfer() == transfer) {
      size += takeDirect();
    }
    while (came != emptied && pieces[(int) emptied & 1].transfer() == transfer) {
      PullPiece piece = pieces[(int) emptied & 1];
      if (transfer != null) {
        transfer.taken(piece.left());
      }
      size += piece.left();
      emptied++;
      piece.clear();
      progress();
    }
    return size;
  }

  /** A reader waits, and everything before was read: a transfer may go into its buffer. */
  void offer(MemorySegment target, int at, int room) {
    if (direct.state() == DirectRead.State.NONE && room >= rdma.threshold()) {
      direct.offer(target, at, room);
      progress();
    }
  }

  /** The reader has got other bytes, or waits no more. */
  void withdraw() {
    if (direct.state() == DirectRead.State.OFFERED) {
      direct.withdraw();
    }
  }

  /** {@return number of bytes that went straight to the reader's buffer, 0 if it is not over} */
  int takeDirect() {
    LargeReceive transfer = direct.transfer();
    if (direct.state() != DirectRead.State.DONE || transfer == null) {
      return 0;
    }
    transfer.taken(direct.length());
    int size = direct.first() + direct.length();
    direct.withdraw();
    return size;
  }

  // Fetching.

  /** Goes on as far as possible. */
  void progress() {
    if (life.isTorn() || broken || head.getPlain() == tail.getAcquire()) {
      return;
    }
    boolean moved = hasDirectCome();
    while (came != begun && hasCome(pieces[(int) came & 1])) {
      moved = true;
    }
    if (!broken) {
      fetch();
    }
    if (moved && !session.isInsideUpcall()) {
      session.largeMoved();
    }
  }

  private boolean hasCome(PullPiece piece) {
    LargeReceive transfer = piece.transfer();
    if (transfer == null || !isOver(piece.operation())) {
      return false;
    }
    came++;
    came(transfer, piece.left());
    return true;
  }

  private boolean hasDirectCome() {
    LargeReceive transfer = direct.transfer();
    if (direct.state() != DirectRead.State.UNDER_WAY || transfer == null) {
      return false;
    }
    int part = way == TransferWay.READ ? direct.operation().length() : direct.length();
    if (!isOver(direct.operation())) {
      return false;
    }
    if (!direct.moved(part)) {
      return false;
    }
    if (!direct.end()) {
      broken = true;
      session.ending()
        .fail(EndReason.PROVIDER_FAILED, "memory of a transfer that is over stays registered");
      return false;
    }
    came(transfer, direct.length());
    return true;
  }

  private void came(LargeReceive transfer, int bytes) {
    if (transfer.came(bytes)) {
      head.setRelease(head.getPlain() + 1);
      if (way == TransferWay.READ) {
        doneCount = transfer.id() + 1;
        session.sender().ask(SendPath.READ_DONE);
      }
    }
  }

  private boolean isOver(RdmaOperation operation) {
    if (way == TransferWay.WRITE) {
      return grant.takeWritten();
    }
    if (!operation.isActive() || operation.isPending()) {
      return false;
    }
    WsaError status = operation.end();
    if (status != WsaError.NO_ERROR) {
      failed(status);
    }
    return status == WsaError.NO_ERROR;
  }

  private void fetch() {
    while (isReadyToFetch()) {
      LargeReceive next = nextToAsk();
      if (next == null) {
        return;
      }
      if (direct.state() == DirectRead.State.OFFERED
          && begun == emptied
          && (urgent.isEmpty() || urgent.mark() >= next.end())
          && next.nextOffset() - next.buffer().remaining() == offsets.consumed()
          && direct.begin(next, way) > 0) {
        if (way == TransferWay.WRITE) {
          next.asked(direct.length());
          grant(next, 0, direct.length(), direct.descriptor());
        }
        continue;
      }
      if (begun - emptied == Staging.PIECES || !isFetched(next, pieces[(int) begun & 1])) {
        return;
      }
    }
  }

  /** {@return whether something may be started; goes on with the reader's buffer first} */
  private boolean isReadyToFetch() {
    if (way == TransferWay.WRITE) {
      return !grant.isOpen() && direct.state() != DirectRead.State.UNDER_WAY;
    }
    if (direct.state() == DirectRead.State.UNDER_WAY && !direct.operation().isActive()) {
      var _ = isStarted(direct.read());
    }
    return direct.state() != DirectRead.State.UNDER_WAY;
  }

  private @Nullable LargeReceive nextToAsk() {
    // What is at hand may be read and announce another one by now.
    asked = Math.max(asked, head.getPlain());
    while (asked != tail.getAcquire()) {
      LargeReceive next = ring[(int) asked & mask];
      if (next != null && next.unasked() > 0) {
        return next;
      }
      asked++;
    }
    return null;
  }

  private boolean isFetched(LargeReceive next, PullPiece piece) {
    if (!isPlaced(next, piece)) {
      return false;
    }
    int size = piece.left();
    if (way == TransferWay.WRITE) {
      next.asked(size);
      begun++;
      grant(next, piece.offset(), size, staging.descriptor());
      return true;
    }
    if (!isStarted(piece.read(next))) {
      piece.clear();
      return false;
    }
    next.asked(size);
    begun++;
    return true;
  }

  /** Finds memory; where there is none for staging, that of the receive buffer is there. */
  private boolean isPlaced(LargeReceive next, PullPiece piece) {
    MemoryRegion memory = staging.memory();
    if (memory != null) {
      long at = staging.offset(begun);
      int size = rdma.part(Math.min(staging.size(), next.unasked()));
      piece.place(next, memory, at, staging.view(), (int) at, size);
      return true;
    }
    if (way == TransferWay.WRITE) {
      noMemory(next);
      return false;
    }
    ReceiveBuffer own = next.buffer();
    if (begun != emptied || own.remaining() > 0) {
      return false;
    }
    int first = FrameDescriptor.PAYLOAD_OFFSET;
    int size = rdma.part(Math.min(own.size() - first, next.unasked()));
    piece.place(next, own.region(), own.offset() + first, own.view(), first, size);
    return true;
  }

  private void noMemory(LargeReceive next) {
    switch (staging.failure()) {
      case WSAECONNRESET, WSAENOTCONN, WSAENOTSOCK -> failed(WsaError.WSAECONNRESET);
      default -> {
        broken = true;
        session.ending()
          .fail(
              EndReason.NO_BUFFERS,
              "no memory for a transfer of which " + next.unasked() + " of " + next.rest()
                  + " bytes are to come, asked for " + (long) Staging.PIECES * staging.size());
      }
    }
  }

  private void grant(LargeReceive to, long at, int size, byte[] remote) {
    grant.open(to.id(), at, size, remote);
    session.sender().ask(SendPath.WRITE_GRANT);
  }

  private boolean isStarted(WsaError result) {
    if (result == WsaError.WSA_IO_PENDING) {
      return true;
    }
    if (result == WsaError.WSAENOBUFS) {
      session.fetchAgain();
    } else {
      failed(result);
    }
    return false;
  }

  private void failed(WsaError result) {
    broken = true;
    switch (result) {
      case WSAECONNRESET, WSAECONNABORTED, WSAENOTCONN -> session.ending().sendBroken();
      case WSAEACCES, WSAEINVAL ->
        session.ending()
          .fail(
              EndReason.PROTOCOL_VIOLATION, "memory that was offered cannot be read: " + result);
      case WSAENOTSOCK, WSANOTINITIALISED, WSA_OPERATION_ABORTED ->
        session.ending().fail(EndReason.PROVIDER_GONE, "WSPRdmaRead: " + result);
      default -> session.ending().fail(EndReason.PROVIDER_FAILED, "WSPRdmaRead: " + result);
    }
  }

  // Memory.

  /** Gives staging back that was not used lately. */
  void trim() {
    if (begun == emptied && staging.isThere() && staging.isIdle()) {
      staging.release();
    }
  }

  /** Nobody reads any more: hands the memory back before the close that no transfer uses (MEM-4). */
  void release() {
    boolean used = grant.isOpen() || direct.state() == DirectRead.State.UNDER_WAY;
    for (PullPiece piece : pieces) {
      used |= piece.operation().isPending();
    }
    if (!used) {
      staging.release();
    }
  }

  boolean isStaging() {
    return staging.isThere();
  }
}
