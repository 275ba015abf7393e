package org.sanswitch.impl.session;

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
  private final Inbound inbound;
  private final UrgentData urgent;
  private final Gate gate = new Gate();

  ReadPath(Session session, Inbound inbound, UrgentData urgent) {
    this.session = session;
    life = session.life();
    offsets = session.offsets();
    credits = session.credits().ownData();
    this.inbound = inbound;
    this.urgent = urgent;
  }

  /** {@return whether a read would give a byte, the end, or throw} */
  boolean canRead() {
    return !inbound.isEmpty()
        || life.isReadOver()
        || life.input() != Lifecycle.Input.OPEN
        || urgent.isDue(offsets.consumed());
  }

  /** {@return whether no data waits to be read} */
  boolean isDrained() {
    return inbound.isEmpty();
  }

  /** {@return number of bytes that came and are not read} */
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
    for (int round = 0; !gate.tryEnter(); round++) {
      if (life.isReadOver()) {
        return life.readOver(life.input());
      }
      Gate.awaitEntry(round);
    }
    int done;
    try {
      if (life.isReadOver()) {
        return life.readOver(life.input());
      }
      done = copy(array, buffer, at, length);
      dropUrgent();
    } catch (IllegalStateException e) {
      session.wire().lostMemory(e);
      return life.readOver(Lifecycle.Input.RESET);
    } finally {
      leave();
    }
    if (done > 0) {
      session.consumed();
      return done;
    }
    return how == Lifecycle.Input.OPEN ? 0 : life.readOver(how);
  }

  private int copy(byte @Nullable [] array, @Nullable ByteBuffer buffer, int at, int length) {
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
      if (array != null) {
        next.copyTo(array, at + done, size);
      } else if (buffer != null) {
        next.copyTo(buffer, at + done, size);
      }
      done += size;
      position += size;
      offsets.consumed(position);
      if (next.remaining() == 0) {
        repost(next);
      }
    }
    return done;
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
      repost(next);
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
      if (life.isInputShut()) {
        drop();
      } else {
        dropUrgent();
      }
    }
  }
}
