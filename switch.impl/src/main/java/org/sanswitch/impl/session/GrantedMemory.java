package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;

/**
 * Memory that the peer may write now: one grant at a time. Guard: opened under the read gate; ended
 * inside upcalls; taken under the read gate.
 */
final class GrantedMemory {

  private static final byte[] NOTHING = {};

  /** Where it stands. */
  private enum State {
    NONE,
    OPEN,
    WRITTEN
  }

  /** Guard: volatile; publishes the others. */
  private volatile State state = State.NONE;

  private int id;
  private long at;
  private int size;
  private byte[] remote = NOTHING;

  boolean isOpen() {
    return state != State.NONE;
  }

  void open(int transfer, long offset, int bytes, byte[] descriptor) {
    id = transfer;
    at = offset;
    size = bytes;
    remote = descriptor;
    state = State.OPEN;
  }

  /** Writes the payload of WRITE_GRANT; {@return its length}. Guard: send gate. */
  int encode(MemorySegment payload) {
    payload.set(FrameDescriptor.INT, LargeDescriptor.ID, id);
    payload.set(FrameDescriptor.LONG, LargeDescriptor.GRANT_REGION, at);
    payload.set(FrameDescriptor.LONG, LargeDescriptor.GRANT_SIZE, (long) size);
    payload.set(
        FrameDescriptor.BYTE, LargeDescriptor.GRANT_REMOTE_LENGTH, (byte) remote.length);
    MemorySegment.copy(
        remote, 0, payload, FrameDescriptor.BYTE, LargeDescriptor.GRANT_REMOTE, remote.length);
    return LargeDescriptor.GRANT_LENGTH + remote.length;
  }

  /**
   * The peer says that it has written. Guard: upcalls.
   *
   * @throws ProtocolViolation if there is no such grant
   */
  void written(int transfer, long bytes) throws ProtocolViolation {
    if (state != State.OPEN || transfer != id || bytes != size) {
      throw new ProtocolViolation(
          "WRITE_DONE of " + bytes + " bytes for transfer " + Integer.toUnsignedString(transfer)
              + "; the grant is " + state + ", of " + size + " bytes for transfer "
              + Integer.toUnsignedString(id));
    }
    state = State.WRITTEN;
  }

  /** {@return whether it was written; there is none any more then} */
  boolean takeWritten() {
    if (state != State.WRITTEN) {
      return false;
    }
    state = State.NONE;
    return true;
  }
}
