package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction.Access;
import org.sanswitch.spi.ExtensionFunction.RdmaRegion;
import org.sanswitch.spi.WsaError;

/**
 * The buffer of a blocking read into which a large transfer may go without a copy. Guard: read gate,
 * unless a field says otherwise.
 */
final class DirectRead {

  /** Where it stands. */
  enum State {
    /** There is no buffer. To OFFERED. */
    NONE,
    /** A transfer may take it. To NONE or UNDER_WAY. */
    OFFERED,
    /** A transfer goes into it. To DONE. */
    UNDER_WAY,
    /** The transfer is over, and nothing touches the buffer. To NONE. */
    DONE
  }

  private final RdmaWire rdma;
  private final AppBuffer buffer;
  private final RdmaOperation operation;
  private final DirectView view;

  /** Guard: volatile, written under the read gate. */
  private volatile State state = State.NONE;

  private @Nullable ByteBuffer source;
  private @Nullable MemorySegment segment;
  private @Nullable MemoryRegion region;
  private @Nullable LargeReceive transfer;
  private int at;
  private int first;
  private int length;
  private int moved;

  DirectRead(RdmaWire rdma, DirectView view, RdmaCompletion completion) {
    this.rdma = rdma;
    this.view = view;
    buffer = new AppBuffer(rdma);
    operation = new RdmaOperation(rdma, completion);
  }

  State state() {
    return state;
  }

  AppBuffer buffer() {
    return buffer;
  }

  RdmaOperation operation() {
    return operation;
  }

  /** {@return whether nothing touches the buffer any more} Any thread. */
  boolean release() {
    return !operation.isPending() && buffer.release();
  }

  /** A reader waits; it has asked its view for the buffer that this is all of. */
  void offer(MemorySegment target, int offset, int room) {
    source = view.buffer();
    segment = target;
    at = offset;
    length = room;
    state = State.OFFERED;
  }

  /** The reader waits no more; only while nothing is under way. */
  void withdraw() {
    source = null;
    segment = null;
    region = null;
    transfer = null;
    state = State.NONE;
  }

  /**
   * Takes the buffer for a transfer, with what is unread of its first part.
   *
   * @return number of bytes that are to come into it, 0 if it cannot be used
   */
  int begin(LargeReceive of, TransferWay way) {
    ByteBuffer whole = source;
    MemorySegment target = segment;
    int here = of.buffer().remaining();
    int bytes = Math.min(length - here, of.unasked());
    if (whole == null || target == null || bytes < rdma.threshold()) {
      return 0;
    }
    MemoryRegion made =
        buffer.register(
            target.asSlice(at + here, bytes), whole, Access.WRITE, way == TransferWay.WRITE);
    if (made == null) {
      return 0;
    }
    of.buffer().moveTo(target, at);
    region = made;
    transfer = of;
    first = here;
    length = bytes;
    moved = 0;
    state = State.UNDER_WAY;
    return bytes;
  }

  /** {@return what the peer needs to reach the buffer} */
  byte[] descriptor() {
    return region instanceof RdmaRegion exposed ? exposed.descriptor() : new byte[0];
  }

  /** Reads the next part from the memory of the peer; {@return as {@link RdmaOperation#start}}. */
  WsaError read() {
    MemoryRegion memory = region;
    LargeReceive from = transfer;
    if (memory == null || from == null) {
      return WsaError.WSAEINVAL;
    }
    int part = rdma.part(length - moved);
    WsaError result =
        operation.start(true, memory, moved, part, from.remote(), from.nextRemote());
    if (result == WsaError.WSA_IO_PENDING) {
      from.asked(part);
    }
    return result;
  }

  /** A part has come; {@return whether it was the last one}. */
  boolean moved(int bytes) {
    moved += bytes;
    return moved == length;
  }

  /** All has come; {@return whether nothing touches the buffer any more}. */
  boolean end() {
    if (!buffer.release()) {
      return false;
    }
    state = State.DONE;
    return true;
  }

  /**
   * The transfer never will be over: what was there of it can be read as usual.
   *
   * @return whether nothing touches the buffer any more
   */
  boolean giveUp() {
    LargeReceive from = transfer;
    if (operation.isPending() || !buffer.release() || from == null) {
      return false;
    }
    from.buffer().skip(-first);
    withdraw();
    return true;
  }

  @Nullable
  LargeReceive transfer() {
    return transfer;
  }

  /** {@return number of bytes that come by the transfer} */
  int length() {
    return length;
  }

  /** {@return number of bytes of the first part that were copied before them} */
  int first() {
    return first;
  }
}
