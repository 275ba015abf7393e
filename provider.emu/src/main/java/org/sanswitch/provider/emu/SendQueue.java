package org.sanswitch.provider.emu;

import static org.sanswitch.provider.emu.SegmentDescriptor.INLINE;
import static org.sanswitch.provider.emu.SegmentDescriptor.RECEIVES;

import org.sanswitch.hal.AdapterError;
import org.sanswitch.memory.BufferVector;

/**
 * The sending half of a queue pair, over the segment of the peer. Called by the sending thread,
 * which guards all fields.
 *
 * <p>A message is copied by the call that posts it, so its completion is local. What the peer
 * writes, the number of receives posted and their descriptors, is read once and checked.
 */
final class SendQueue {

  private final Ending ending;
  private final long peer;
  private final long peerArena;
  private final int maxMessage;
  private final SendCompletions completions;
  private final RemoteAccess remote;
  private final WaiterSignal signal;

  /** Number of messages sent. */
  private long sent;
  /** Number of receives that the peer had posted when it was last asked. */
  private long postedSeen;
  /** The peer was not woken for a message, since another follows. */
  private boolean untold;

  /**
   * Makes the queue.
   *
   * @param ending is told of violations
   * @param peer the segment of the peer
   * @param maxMessage greatest message in bytes
   * @param completions where what is done is noted
   * @param bell rings at a peer that is armed
   */
  SendQueue(
      Ending ending,
      Mapping peer,
      int maxMessage,
      SendCompletions completions,
      Runnable bell) {
    this.ending = ending;
    this.peer = peer.address();
    this.peerArena = peer.arenaSize();
    this.maxMessage = maxMessage;
    this.completions = completions;
    this.remote = new RemoteAccess(peer.address(), peer.arenaSize());
    boolean barrier = Membarrier.REGISTERED && peer.ownerRunsBarrier();
    this.signal = new WaiterSignal(peer.address(), !barrier, bell);
  }

  /** See {@link org.sanswitch.hal.QueuePair#postSend}. */
  AdapterError send(long id, BufferVector message) {
    AdapterError result = put(id, message);
    try {
      if (result == AdapterError.OK ? !message.isFollowed() : untold) {
        untold = false;
        signal.signal();
      } else {
        untold |= result == AdapterError.OK;
      }
    } catch (InternalError e) {
      // The peer has cut its memory, and may have what it had before.
      ending.accessFailed(e);
    }
    return result;
  }

  private AdapterError put(long id, BufferVector message) {
    int length = message.totalLength();
    if (length > maxMessage) {
      return AdapterError.MESSAGE_SIZE;
    }
    if (ending.error() != null) {
      return AdapterError.DISCONNECTED;
    }
    if (!completions.hasRoom()) {
      return AdapterError.NO_RESOURCES;
    }
    try {
      long sequence = sent;
      if (sequence == postedSeen && !askForReceives()) {
        return ending.error() == null ? AdapterError.NO_RESOURCES : AdapterError.DISCONNECTED;
      }
      long entry = peer + SegmentDescriptor.completion(sequence);
      if (length <= INLINE) {
        copyInline(message, entry + Long.BYTES);
      } else if (!copyToReceive(sequence, message, length)) {
        return AdapterError.DISCONNECTED;
      }
      RawMemory.putLongRelease(entry, SegmentDescriptor.word(sequence, length));
      sent = sequence + 1;
      completions.add(id, length);
      return AdapterError.OK;
    } catch (InternalError e) {
      ending.accessFailed(e);
      return AdapterError.DISCONNECTED;
    } catch (IllegalStateException | WrongThreadException e) {
      // Memory of the caller's that is closed, or not for this thread; nothing was posted.
      return AdapterError.INVALID;
    }
  }

  /** See {@link org.sanswitch.hal.QueuePair#postWrite}. */
  AdapterError write(long id, BufferVector local, byte[] descriptor, long offset) {
    return access(id, local, descriptor, offset, true);
  }

  /** See {@link org.sanswitch.hal.QueuePair#postRead}. */
  AdapterError read(long id, BufferVector local, byte[] descriptor, long offset) {
    return access(id, local, descriptor, offset, false);
  }

  private AdapterError access(
      long id, BufferVector local, byte[] descriptor, long offset, boolean write) {
    if (ending.error() != null) {
      return AdapterError.DISCONNECTED;
    }
    if (!completions.hasRoom()) {
      return AdapterError.NO_RESOURCES;
    }
    try {
      AdapterError result =
          write ? remote.write(local, descriptor, offset) : remote.read(local, descriptor, offset);
      if (result == AdapterError.OK) {
        completions.add(id, local.totalLength());
      }
      return result;
    } catch (InternalError e) {
      ending.accessFailed(e);
      return AdapterError.DISCONNECTED;
    } catch (IllegalStateException | WrongThreadException e) {
      // Memory of the caller's that is closed, or not for this thread; nothing was posted.
      return AdapterError.INVALID;
    }
  }

  private boolean askForReceives() {
    long posted = RawMemory.getLongAcquire(peer + SegmentDescriptor.POSTED_OFFSET);
    long ahead = posted - sent;
    if (ahead < 0 || ahead > RECEIVES) {
      ending.violation("peer has posted " + posted + " receives after " + sent + " messages");
      return false;
    }
    postedSeen = posted;
    return ahead > 0;
  }

  private static void copyInline(BufferVector message, long to) {
    byte[] only = message.count() == 1 ? message.array(0) : null;
    if (only != null) {
      RawMemory.copyShort(only, (int) message.offset(0), to, message.length(0));
    } else {
      message.copyTo(RawMemory.ALL, to);
    }
  }

  /** A message that is too long is announced but not copied; the receiver reports it. */
  private boolean copyToReceive(long sequence, BufferVector message, int length) {
    long descriptor = RawMemory.getLongOpaque(peer + SegmentDescriptor.receive(sequence));
    long start = descriptor >>> 32;
    int room = (int) descriptor;
    if (room < 0 || start > peerArena - room) {
      ending.violation(
          "receive " + sequence + " names " + room + " bytes at " + start + " of " + peerArena);
      return false;
    }
    if (length <= room) {
      message.copyTo(RawMemory.ALL, peer + SegmentDescriptor.ARENA_OFFSET + start);
    }
    return true;
  }

  /** {@return what wakes the peer} */
  WaiterSignal signal() {
    return signal;
  }
}
