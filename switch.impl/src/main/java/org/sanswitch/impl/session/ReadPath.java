package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What comes in, for the application: copies from receive buffers and posts them again.
 *
 * <p>Lock order: the read gate is taken alone. It is held across WSPRecv of a consumed buffer and
 * across no other downcall; it keeps the memory of the provider alive while it is copied from.
 * Nobody waits for it inside an upcall.
 */
final class ReadPath {

  private final Session session;
  private final Lifecycle life;
  private final StreamOffsets offsets;
  private final OwnCredits credits;
  private final ReceiveGrowth growth;
  private final Inbound inbound;
  private final UrgentData urgent;
  private final @Nullable LargeReceives large;
  private final Gate gate = new Gate();

  ReadPath(
      Session session, Inbound inbound, UrgentData urgent, @Nullable LargeReceives large) {
    this.session = session;
    life = session.life();
    offsets = session.offsets();
    credits = session.credits().ownData();
    growth = session.growth();
    this.inbound = inbound;
    this.urgent = urgent;
    this.large = large;
  }

  /** {@return large transfers that come in, or null where the provider has no RDMA} */
  @Nullable
  LargeReceives large() {
    return large;
  }

  /** {@return whether a read would give a byte, the end, or throw} */
  boolean canRead() {
    if (isMissing()) {
      return life.isReadOver() || isCut() || urgent.isDue(offsets.consumed());
    }
    return !inbound.isEmpty()
        || life.isReadOver()
        || life.input() != Lifecycle.Input.OPEN
        || urgent.isDue(offsets.consumed());
  }

  /** {@return whether the next byte is one of a transfer, and not here yet} */
  private boolean isMissing() {
    return large != null && large.isMissing(offsets.consumed());
  }

  /** {@return whether what is missing never comes} */
  boolean isCut() {
    return life.input() == Lifecycle.Input.RESET || life.isSendBroken();
  }

  /** {@return number of bytes that are at hand} */
  long available() {
    long consumed = offsets.consumed();
    long came = unread();
    if (large == null || !large.isMissing(offsets.received() - 1)) {
      return came;
    }
    return Math.min(came, Math.max(large.frontier(), consumed) - consumed);
  }

  /** {@return number of bytes that came or are announced, and are not read} */
  long unread() {
    return life.isInputShut() ? 0 : offsets.received() - offsets.consumed();
  }

  /**
   * Reads what is there.
   *
   * @param array where to, or null for the buffer
   * @param buffer a direct buffer, or null for the array; its position does not move
   * @param at index of the first byte there
   * @param length greatest number of bytes
   * @return number of bytes, 0 for none now, -1 at the end
   * @throws SocketException if the connection was reset
   */
  int read(byte @Nullable [] array, @Nullable ByteBuffer buffer, int at, int length)
      throws SocketException {
    Lifecycle.Input how = life.input();
    if (!isEntered()) {
      return life.readOver(life.input());
    }
    int done;
    try {
      if (life.isReadOver()) {
        return life.readOver(life.input());
      }
      done = copy(array, buffer, at, length, true);
      dropUrgent();
    } catch (IllegalStateException e) {
      session.wire().lostMemory(e);
      return life.readOver(Lifecycle.Input.RESET);
    } finally {
      leave();
    }
    return read(done, how);
  }

  /**
   * Reads for a call that waits: a transfer may take its buffer. Then it is called again, until it
   * gives a number, or until {@link SessionStream#settleRead} was called.
   *
   * @param buffer a direct buffer; its position does not move
   * @param view all of the buffer
   * @param at index of the first byte there
   * @param length greatest number of bytes
   * @return as {@link #read}
   * @throws SocketException as {@link #read}; the buffer may still be in use
   */
  int readAwaited(
      LargeReceives transfers, ByteBuffer buffer, MemorySegment view, int at, int length)
      throws SocketException {
    Lifecycle.Input how = life.input();
    if (!isEntered()) {
      return life.readOver(life.input());
    }
    int done;
    try {
      if (life.isReadOver()) {
        return life.readOver(life.input());
      }
      transfers.progress();
      if (isCut() && transfers.direct().state() == DirectRead.State.UNDER_WAY) {
        var _ = transfers.direct().giveUp();
      }
      if (transfers.direct().state() == DirectRead.State.UNDER_WAY) {
        done = 0;
      } else {
        done = takeDirect(transfers);
      }
      if (done == 0 && transfers.direct().state() != DirectRead.State.UNDER_WAY) {
        // No transfer may take what this call fills itself.
        transfers.withdraw();
        done = copy(null, buffer, at, length, false);
        if (done == 0) {
          transfers.offer(view, at, untilMark(length));
        }
      }
      dropUrgent();
    } catch (IllegalStateException e) {
      session.wire().lostMemory(e);
      return life.readOver(Lifecycle.Input.RESET);
    } finally {
      leave();
    }
    return read(done, how);
  }

  private int takeDirect(LargeReceives transfers) {
    int size = transfers.takeDirect();
    ReceiveBuffer next = inbound.peek();
    if (size > 0 && next != null) {
      offsets.consumed(offsets.consumed() + size);
      if (next.isTaken()) {
        repost(next);
      }
    }
    return size;
  }

  private int untilMark(int length) {
    return urgent.isEmpty()
        ? length
        : (int) Math.max(0, Math.min(length, urgent.mark() - offsets.consumed()));
  }

  private boolean isEntered() {
    for (int round = 0; !gate.tryEnter(); round++) {
      if (life.isReadOver()) {
        return false;
      }
      Gate.awaitEntry(round);
    }
    return true;
  }

  /** {@return what a read gives that has copied so much} */
  private int read(int done, Lifecycle.Input how) throws SocketException {
    if (done > 0) {
      session.consumed();
      return done;
    }
    if (how == Lifecycle.Input.OPEN) {
      return 0;
    }
    if (unread() == 0) {
      return life.readOver(how);
    }
    // Missing, or a transfer has brought it since this call looked: the end comes behind it.
    return isMissing() && isCut() ? life.readOver(Lifecycle.Input.RESET) : 0;
  }

  private int copy(
      byte @Nullable [] array, @Nullable ByteBuffer buffer, int at, int length, boolean refill) {
    int done = 0;
    long position = offsets.consumed();
    while (done < length) {
      ReceiveBuffer next = inbound.peek();
      int most = length - done;
      if (!urgent.isEmpty()) {
        long distance = urgent.mark() - position;
        if (distance <= 0) {
          done += takeUrgent(array, buffer, at + done);
          continue;
        }
        most = (int) Math.min(most, distance);
      }
      if (next == null) {
        break;
      }
      int size = Math.min(most, next.remaining());
      if (size == 0) {
        size = takeLarge(next, array, buffer, at + done, most, refill);
        if (size == 0) {
          break;
        }
      } else if (array != null) {
        next.copyTo(array, at + done, size);
      } else if (buffer != null) {
        next.copyTo(buffer, at + done, size);
      }
      done += size;
      position += size;
      offsets.consumed(position);
      if (next.remaining() == 0 && next.isTaken()) {
        repost(next);
      }
    }
    return done;
  }

  /** Behind the first part of a transfer, which holds nothing more itself, come its other bytes. */
  private int takeLarge(
      ReceiveBuffer next,
      byte @Nullable [] array,
      @Nullable ByteBuffer buffer,
      int at,
      int most,
      boolean refill) {
    return large == null ? 0 : large.take(next, array, buffer, at, most, refill);
  }

  private int takeUrgent(byte @Nullable [] array, @Nullable ByteBuffer buffer, int at) {
    boolean inline = urgent.isInline();
    byte value = urgent.take();
    if (!inline) {
      return 0;
    }
    if (array != null) {
      array[at] = value;
    } else if (buffer != null) {
      buffer.put(at, value);
    }
    return 1;
  }

  private void repost(ReceiveBuffer buffer) {
    inbound.remove();
    buffer.endLarge();
    if (session.post(buffer)) {
      credits.raiseAlone();
    }
  }

  /**
   * Drops urgent bytes whose mark is reached, where there are many: nobody needs to read for that
   * while there is no data, and the peer waits for their credits. Any thread, also upcalls.
   */
  void discardUrgent() {
    if (gate.request()) {
      dropUrgent();
      leave();
    }
  }

  private void dropUrgent() {
    while (urgent.isCrowded() && urgent.mark() <= offsets.consumed()) {
      urgent.take();
    }
  }

  /** Drops what is there and what came, as input is shut down; any thread, also upcalls. */
  void discard() {
    if (gate.request()) {
      leaveAfterDiscard();
    }
  }

  private void leaveAfterDiscard() {
    drop();
    leave();
    session.consumed();
  }

  private void drop() {
    if (life.isTorn()) {
      return;
    }
    while (!urgent.isEmpty()) {
      urgent.take();
    }
    for (ReceiveBuffer next = inbound.peek(); next != null; next = inbound.peek()) {
      offsets.consumed(offsets.consumed() + next.remaining());
      next.skip(next.remaining());
      if (large != null && next.large() != null) {
        offsets.consumed(offsets.consumed() + large.discard(next));
      }
      if (!next.isTaken()) {
        return;
      }
      repost(next);
    }
  }

  /** Large transfers may go on; any thread, also upcalls. */
  void progress() {
    if (gate.request()) {
      goOn();
      leave();
    }
  }

  /** Gives staging back that is idle; any thread. */
  void trim() {
    if (large != null && gate.tryEnter()) {
      large.trim();
      leave();
    }
  }

  /**
   * The reader waits no more: no transfer takes its buffer from now on.
   *
   * @return whether none has taken it
   */
  boolean withdraw(LargeReceives transfers) {
    for (int round = 0; transfers.direct().state() == DirectRead.State.OFFERED; round++) {
      if (gate.tryEnter()) {
        transfers.withdraw();
        leave();
      } else if (life.isTorn() && session.wire().isClosed()) {
        break;
      } else {
        Gate.awaitEntry(round);
      }
    }
    return transfers.direct().state() != DirectRead.State.UNDER_WAY;
  }

  private void goOn() {
    growth.grow();
    if (large != null) {
      large.progress();
    }
    if (life.isInputShut()) {
      drop();
    } else {
      dropUrgent();
    }
  }

  /**
   * Shuts the gate for ever, or has its holder do so when it leaves.
   *
   * @return whether it is shut now; if not, {@link CloseProcedure#readGateShut} is called later
   */
  boolean shut() {
    return gate.request();
  }

  private void leave() {
    while (!gate.tryLeave()) {
      if (life.isTorn()) {
        session.closing().readGateShut();
        return;
      }
      goOn();
    }
    growth.tell();
  }
}
