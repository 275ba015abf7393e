package org.sanswitch.provider.verbs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/**
 * The send queue of a queue pair: messages, RDMA writes and RDMA reads. One thread at a time posts; the
 * lock is for those that post an empty write, and for the end of the queue pair.
 */
final class SendQueue {

  /** What a request of this queue completes under, beside its sequence number. */
  static final int KIND_SEND = 0;
  static final int KIND_MARKER = 2;

  private static final int NO_FLAGS = 0;

  private final VerbsLibrary verbs;
  private final VerbsMemory memory;
  private final Capabilities limits;
  private final Ending ending;
  private final WorkQueue work;

  /** Innermost but one: only the lock of the connection manager is taken with it held. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Guard: lock. */
  private final Signalling signalling;
  /** Guard: lock. */
  private final MemorySegment pieces;
  /** Guard: lock. */
  private final MemorySegment inline;
  /** Guard: lock. */
  private final MemorySegment request;
  /** Guard: lock. The queue pair of the device, or 0 while there is none. */
  private long queuePair;

  /** Guard: volatile. Somebody sleeps, or wants to be told. */
  private volatile boolean awaited;

  SendQueue(VerbsLibrary verbs, VerbsMemory memory, Capabilities limits, Ending ending) {
    this.verbs = verbs;
    this.memory = memory;
    this.limits = limits;
    this.ending = ending;
    this.work = new WorkQueue(limits.sends());
    this.signalling = new Signalling(limits.sends());
    Arena arena = Arena.ofAuto();
    this.pieces =
        arena.allocate((long) VerbsLayout.SGE_BYTES * BufferVector.CAPACITY, Long.BYTES);
    this.inline = arena.allocate(Math.max(limits.inline(), 1), Long.BYTES);
    this.request = arena.allocate(VerbsLayout.SEND_BYTES, Long.BYTES);
  }

  WorkQueue work() {
    return work;
  }

  /** The connection stands, or is about to. */
  void attach(long to) {
    lock.lock();
    try {
      queuePair = to;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is posted any more when this returns. */
  void detach() {
    attach(0);
  }

  /** See {@link org.sanswitch.hal.QueuePair#postSend}. */
  AdapterError send(long id, BufferVector message) {
    lock.lock();
    try {
      AdapterError error = check(message, limits.message());
      if (error != AdapterError.OK) {
        return error;
      }
      int length = message.totalLength();
      boolean small = length <= limits.inline();
      int count = small ? copy(message, length) : use(message, VerbsRegion.READ);
      if (count < 0) {
        return AdapterError.INVALID;
      }
      request(VerbsLayout.OPCODE_SEND, count, 0, 0);
      return post(id, length, small);
    } finally {
      lock.unlock();
    }
  }

  /** See {@link org.sanswitch.hal.QueuePair#postWrite} and postRead. */
  AdapterError transfer(
      boolean write, long id, BufferVector local, byte[] remote, long remoteOffset) {
    lock.lock();
    try {
      AdapterError error = check(local, limits.rdma());
      if (error != AdapterError.OK) {
        return error;
      }
      RemoteDescriptor target = RemoteDescriptor.decode(remote);
      if (target == null || !target.contains(remoteOffset, local.totalLength())) {
        return AdapterError.REMOTE_ACCESS;
      }
      int count = use(local, write ? VerbsRegion.READ : VerbsRegion.WRITE);
      if (count < 0) {
        return AdapterError.INVALID;
      }
      request(
          write ? VerbsLayout.OPCODE_WRITE : VerbsLayout.OPCODE_READ, count,
          target.address() + remoteOffset, target.key());
      return post(id, local.totalLength(), false);
    } finally {
      lock.unlock();
    }
  }

  private AdapterError check(BufferVector vector, int most) {
    if (ending.isOver()) {
      return AdapterError.DISCONNECTED;
    }
    if (queuePair == 0) {
      return AdapterError.INVALID;
    }
    if (vector.totalLength() > most) {
      return AdapterError.MESSAGE_SIZE;
    }
    return work.isFull() ? AdapterError.NO_RESOURCES : AdapterError.OK;
  }

  /** Copies a message that goes inline. {@return number of pieces, or -1} */
  private int copy(BufferVector message, int length) {
    for (int i = 0; i < message.count(); i++) {
      MemoryRegion region = message.region(i);
      if (region != null && find(message, i, region, VerbsRegion.READ) == null) {
        return -1;
      }
    }
    try {
      message.copyTo(inline, 0);
    } catch (IllegalStateException | WrongThreadException e) {
      return -1;
    }
    if (length == 0) {
      return 0;
    }
    piece(0, inline.address(), length, 0);
    return 1;
  }

  /** Names registered memory, and has it in use. {@return number of pieces, or -1} */
  private int use(BufferVector vector, int access) {
    int count = 0;
    for (int i = 0; i < vector.count(); i++) {
      if (vector.length(i) > 0) {
        MemoryRegion region = vector.region(i);
        VerbsRegion known = region == null ? null : find(vector, i, region, access);
        if (known == null || !known.use()) {
          unuse(count);
          return -1;
        }
        work.region(count, known);
        piece(count++, address(vector, i), vector.length(i), known.localKey());
      }
    }
    return count;
  }

  private @Nullable VerbsRegion find(
      BufferVector vector, int index, MemoryRegion region, int access) {
    return region instanceof VerbsRegion known && known.isOf(memory)
        && known.allows(access, address(vector, index), vector.length(index)) ? known : null;
  }

  private static long address(BufferVector vector, int index) {
    MemorySegment segment = vector.segment(index);
    return segment == null ? 0 : segment.address() + vector.offset(index);
  }

  private void unuse(int count) {
    for (int i = 0; i < count; i++) {
      VerbsRegion region = work.next(i);
      if (region != null) {
        region.unuse();
        work.region(i, null);
      }
    }
  }

  private void piece(int index, long address, int length, int key) {
    long at = pieces.address() + (long) index * VerbsLayout.SGE_BYTES;
    Raw.putLong(at + VerbsLayout.SGE_ADDRESS, address);
    Raw.putInt(at + VerbsLayout.SGE_LENGTH, length);
    Raw.putInt(at + VerbsLayout.SGE_LKEY, key);
  }

  private void request(int opcode, int count, long remoteAddress, int remoteKey) {
    long at = request.address();
    Raw.putLong(at + VerbsLayout.SEND_NEXT, 0);
    Raw.putLong(at + VerbsLayout.SEND_PIECES, pieces.address());
    Raw.putInt(at + VerbsLayout.SEND_PIECE_COUNT, count);
    Raw.putInt(at + VerbsLayout.SEND_OPCODE, opcode);
    Raw.putLong(at + VerbsLayout.SEND_REMOTE_ADDRESS, remoteAddress);
    Raw.putInt(at + VerbsLayout.SEND_RKEY, remoteKey);
  }

  /** The operation is in the queue before it is with the device, which may complete it at once. */
  private AdapterError post(long id, int length, boolean small) {
    long sequence = work.add(id, length, 0);
    // Asked after the operation is in the queue: whoever goes to sleep now sees one or the other.
    boolean asked = signalling.isNeeded(small, awaited);
    int error =
        submit(
            sequence, KIND_SEND,
            (asked ? VerbsLayout.FLAG_SIGNALED : NO_FLAGS)
                | (small ? VerbsLayout.FLAG_INLINE : NO_FLAGS));
    if (error == 0) {
      signalling.posted(asked);
      return AdapterError.OK;
    }
    work.retract();
    return switch (-error) {
      case Errno.ENOMEM, Errno.EAGAIN -> AdapterError.NO_RESOURCES;
      default -> ending.isOver() ? AdapterError.DISCONNECTED : AdapterError.INVALID;
    };
  }

  private int submit(long sequence, int kind, int flags) {
    Raw.putLong(request.address() + VerbsLayout.SEND_ID, Completions.requestId(sequence, kind));
    Raw.putInt(request.address() + VerbsLayout.SEND_FLAGS, flags);
    return verbs.postSend(queuePair, request.address());
  }

  /**
   * Somebody sleeps, or wants to be told: every send asks for a completion from here on, and those
   * that have not asked get one.
   */
  void await(boolean wanted) {
    awaited = wanted;
    if (wanted) {
      ask();
    }
  }

  /** Has sends told complete that have not asked for it. */
  void ask() {
    lock.lock();
    try {
      if (signalling.needsMarker()) {
        mark();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has the device find out whether the peer is there still. */
  void probe() {
    lock.lock();
    try {
      if (signalling.mayMark()) {
        mark();
      }
    } finally {
      lock.unlock();
    }
  }

  /** With the lock: posts an empty write. */
  private void mark() {
    if (queuePair == 0) {
      return;
    }
    request(VerbsLayout.OPCODE_WRITE, 0, 0, 0);
    if (submit(work.posted(), KIND_MARKER, VerbsLayout.FLAG_SIGNALED) == 0) {
      signalling.markerPosted();
    }
  }

  /** {@return whether there are sends that have not asked} May be late. */
  boolean isSilent() {
    lock.lock();
    try {
      return signalling.isSilent();
    } finally {
      lock.unlock();
    }
  }

  /** An empty write is complete. */
  void markerDone() {
    lock.lock();
    try {
      signalling.markerDone();
    } finally {
      lock.unlock();
    }
    if (awaited) {
      ask();
    }
  }
}
