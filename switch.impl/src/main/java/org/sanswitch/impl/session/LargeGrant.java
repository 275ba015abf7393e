package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;

/**
 * Memory of the peer that may be written now (WRITE_GRANT): one at a time. Taken from a private copy.
 * Guard: written inside upcalls while it is closed, then under the send gate, handed over by {@link
 * #isOpen}.
 */
final class LargeGrant {

  private int id;
  private long at;
  private long length;
  private long done;
  private byte[] remote = {};

  /** Guard: volatile; opened inside upcalls, closed under the send gate. */
  private volatile boolean open;

  boolean isOpen() {
    return open;
  }

  /**
   * Opens it.
   *
   * @param payload private copy
   * @param size bytes of it
   * @param expected id of the transfer whose turn it is
   * @param left bytes that are left of it
   * @throws ProtocolViolation with the numbers
   */
  void open(MemorySegment payload, int size, int expected, long left) throws ProtocolViolation {
    int named = payload.get(FrameDescriptor.INT, LargeDescriptor.ID);
    long offset = payload.get(FrameDescriptor.LONG, LargeDescriptor.GRANT_REGION);
    long bytes = payload.get(FrameDescriptor.LONG, LargeDescriptor.GRANT_SIZE);
    int known =
        LargeDescriptor.remoteLength(
            payload,
            LargeDescriptor.GRANT_REMOTE_LENGTH,
            size - LargeDescriptor.GRANT_LENGTH);
    if (open
        || named != expected
        || bytes < 1
        || bytes > left
        || offset < 0
        || offset > Long.MAX_VALUE - bytes
        || size != LargeDescriptor.GRANT_LENGTH + known) {
      throw new ProtocolViolation(
          "WRITE_GRANT of " + bytes + " bytes at " + offset + " for transfer "
              + Integer.toUnsignedString(named) + ", descriptor " + known + " of " + size
              + " bytes; transfer " + Integer.toUnsignedString(expected) + " has " + left
              + " bytes left, " + (open ? "with" : "without") + " a grant");
    }
    id = named;
    at = offset;
    length = bytes;
    done = 0;
    remote = LargeDescriptor.copyRemote(payload, LargeDescriptor.GRANT_REMOTE, known, remote);
    open = true;
  }

  int id() {
    return id;
  }

  long length() {
    return length;
  }

  byte[] remote() {
    return remote;
  }

  /** {@return where the next byte goes} */
  long next() {
    return at + done;
  }

  void wrote(int bytes) {
    done += bytes;
  }

  long left() {
    return length - done;
  }

  /** Closes it, or opens it again as nobody knows that it was closed. Guard: send gate. */
  void open(boolean still) {
    open = still;
  }
}
