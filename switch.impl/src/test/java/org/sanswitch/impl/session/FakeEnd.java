package org.sanswitch.impl.session;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sanswitch.impl.provider.CompletionSink;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.provider.SanSocket;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** One end of a {@link FakeFabric}: a provider with one socket. */
final class FakeEnd extends FakeTable implements SocketDescriptor {

  private record Receive(MemorySegment buffer, Overlapped overlapped) {}

  private record Message(MemorySegment bytes, Overlapped sent) {}

  private record Completion(Overlapped overlapped, WsaError status, int bytes) {}

  final String name;
  final ProviderPort port;
  final SanSocket socket;
  FakeEnd peer;

  final FakeMemory memory = new FakeMemory(this);
  final FakeRdma rdma;

  private final FakeFabric fabric;
  private final FakeFabric.Limits limits;

  // Guard of all that follows: lock of the fabric.
  private final Deque<Receive> posted = new ArrayDeque<>();
  private final Deque<Message> arriving = new ArrayDeque<>();
  private final Deque<Completion> completions = new ArrayDeque<>();
  private final List<Overlapped> sending = new ArrayList<>();
  private Thread upcaller;
  private boolean urgent;
  private boolean wake;
  private boolean lost;
  private boolean everPosted;
  private boolean closed;
  private boolean handleClosed;
  private long generation;
  private Thread promised;

  /** Number of sends or receives that are refused next with that error. */
  int refuseSends;
  int refuseReceives;
  WsaError refusal = WsaError.WSAENOBUFS;

  /** Thrown by the next downcall of the data path. */
  RuntimeException toThrow;

  /** Whether WSPCloseSocket makes its upcalls itself. */
  boolean closesInline;

  /** Runs inside each WSPSend, without the lock. */
  Runnable insideSend = () -> {};

  /** The same, when the message is on its way. */
  Runnable afterSend = () -> {};

  /** Whether an upcall that has become possible comes before WSPRecv returns. */
  boolean upcallsInReceive;

  /** Receives that were posted when the first message was sent, and its size in bytes. */
  int postedAtFirstSend = -1;
  int firstSize;

  /** Registrations that there were at WSPCloseSocket. */
  int registeredAtClose = -1;

  /** Greatest message that was sent, in bytes. */
  int greatest;

  /** Number of calls. */
  int sends;
  int followedSends;
  int waits;
  int notifies;
  int closes;

  FakeEnd(String name, FakeFabric fabric, FakeFabric.Limits limits) {
    this.name = name;
    this.fabric = fabric;
    this.limits = limits;
    rdma = limits.rdma() == null ? null : new FakeRdma(this, limits.rdma());
    port =
        new ProviderPort(
            "fake-" + name,
            this,
            limits.allocator() ? (s, bytes) -> memory.allocate(bytes) : null,
            (s, segment, access) -> memory.register(segment),
            (s, region) -> memory.deregister(region),
            limits.maxMessage(),
            limits.maxInject(),
            limits.maxReceives(),
            memory,
            rdma == null ? null : rdma.port(),
            null);
    socket = new SanSocket(port, this, handle(this));
  }

  boolean isUrgent() {
    return urgent && !completions.isEmpty();
  }

  boolean isHandleClosed() {
    fabric.lock.lock();
    try {
      return handleClosed;
    } finally {
      fabric.lock.unlock();
    }
  }

  boolean isClosed() {
    return closed;
  }

  int posted() {
    return posted.size();
  }

  int arriving() {
    return arriving.size();
  }

  // What RDMA needs.

  void lock() {
    fabric.lock.lock();
  }

  void unlock() {
    fabric.lock.unlock();
  }

  WsaError refusal() {
    if (closed) {
      return WsaError.WSAENOTSOCK;
    }
    return lost ? WsaError.WSAECONNRESET : WsaError.NO_ERROR;
  }

  void complete(Overlapped overlapped, WsaError status, int bytes) {
    completions.add(new Completion(overlapped, status, status == WsaError.NO_ERROR ? bytes : 0));
    touch();
  }

  /** The process of this end dies: the other end sees what had arrived, then a reset. */
  void die() {
    fabric.lock.lock();
    try {
      peer.arriving.clear();
      peer.lose();
    } finally {
      fabric.lock.unlock();
    }
  }

  /** The provider gives up the sends that are under way. */
  void failSends(WsaError status) {
    fabric.lock.lock();
    try {
      sending.forEach(overlapped -> overlapped.complete(status, 0));
      sending.clear();
    } finally {
      fabric.lock.unlock();
    }
  }

  /** Guard: lock. */
  private void lose() {
    match(Integer.MAX_VALUE);
    lost = true;
    if (rdma != null) {
      rdma.end(WsaError.WSAECONNRESET);
    }
    for (Receive receive : posted) {
      completions.add(new Completion(receive.overlapped, WsaError.WSAECONNRESET, 0));
    }
    posted.clear();
    touch();
  }

  /** Guard: lock. */
  private void touch() {
    generation++;
    fabric.changed.signalAll();
  }

  /** Puts messages into posted receives. Guard: lock. */
  void match(int messages) {
    for (int i = 0; i < messages && !arriving.isEmpty() && !posted.isEmpty(); i++) {
      Message message = arriving.poll();
      Receive receive = posted.poll();
      long size = message.bytes.byteSize();
      if (size > receive.buffer.byteSize()) {
        completions.add(new Completion(receive.overlapped, WsaError.WSAEMSGSIZE, 0));
      } else {
        receive.buffer.copyFrom(message.bytes);
        completions.add(new Completion(receive.overlapped, WsaError.NO_ERROR, (int) size));
      }
      if (message.sent != null) {
        peer.sending.remove(message.sent);
        message.sent.complete(WsaError.NO_ERROR, (int) size);
        peer.touch();
      }
      touch();
    }
  }

  /** A message that no session has made. */
  void inject(byte[] message) {
    fabric.lock.lock();
    try {
      arriving.add(new Message(MemorySegment.ofArray(message.clone()), null));
      match(Integer.MAX_VALUE);
    } finally {
      fabric.lock.unlock();
    }
  }

  /** Makes upcalls until there are none, unless somebody else does. */
  boolean drain() {
    boolean any = false;
    while (upcall()) {
      any = true;
    }
    return any;
  }

  private boolean upcall() {
    CompletionSink sink = socket.handle().sink();
    Completion next;
    fabric.lock.lock();
    try {
      if (upcaller != null || sink == null) {
        return false;
      }
      next = completions.poll();
      if (next == null && (!closed || handleClosed)) {
        return false;
      }
      if (next == null) {
        handleClosed = true;
      }
      upcaller = Thread.currentThread();
      urgent = false;
    } finally {
      fabric.lock.unlock();
    }
    if (next != null) {
      next.overlapped.complete(next.status, next.bytes);
      sink.completed(next.overlapped);
    } else {
      memory.end();
      sink.handleClosed();
    }
    fabric.lock.lock();
    try {
      upcaller = null;
      touch();
    } finally {
      fabric.lock.unlock();
    }
    return true;
  }

  private void throwIfAsked() {
    RuntimeException e = toThrow;
    if (e != null) {
      toThrow = null;
      throw e;
    }
  }

  @Override
  public WsaError wspSend(SocketDescriptor s, BufferVector buffers, Overlapped overlapped) {
    throwIfAsked();
    insideSend.run();
    WsaError result = send(buffers, overlapped);
    afterSend.run();
    return result;
  }

  private WsaError send(BufferVector buffers, Overlapped overlapped) {
    fabric.lock.lock();
    try {
      promised = null;
      sends++;
      if (sends == 1) {
        postedAtFirstSend = posted.size();
        firstSize = buffers.totalLength();
      }
      if (closed) {
        return WsaError.WSAENOTSOCK;
      }
      if (lost) {
        return WsaError.WSAECONNRESET;
      }
      if (refuseSends > 0) {
        refuseSends--;
        return refusal;
      }
      greatest = Math.max(greatest, buffers.totalLength());
      if (buffers.totalLength() > limits.maxMessage()) {
        offend("message of " + buffers.totalLength());
        return WsaError.WSAEMSGSIZE;
      }
      if (buffers.totalLength() <= limits.maxInject()) {
        MemorySegment copy = MemorySegment.ofArray(new byte[buffers.totalLength()]);
        buffers.copyTo(copy, 0);
        peer.arriving.add(new Message(copy, null));
        overlapped.complete(WsaError.NO_ERROR, buffers.totalLength());
      } else if (buffers.isRegistered() && memory.isKnown(buffers.region(0))) {
        MemorySegment piece =
            buffers.segment(0).asSlice(buffers.offset(0), buffers.length(0));
        peer.arriving.add(new Message(piece, overlapped));
        sending.add(overlapped);
      } else {
        offend("unregistered memory in a send");
        return WsaError.WSAEINVAL;
      }
      peer.checkCredits();
      promised = buffers.isFollowed() ? Thread.currentThread() : null;
      followedSends += buffers.isFollowed() ? 1 : 0;
      if (!fabric.manual) {
        peer.match(Integer.MAX_VALUE);
      }
      return WsaError.WSA_IO_PENDING;
    } finally {
      fabric.lock.unlock();
    }
  }

  /** What comes before the first receive is kept (ACC-3); later there is one for each. Guard: lock. */
  private void checkCredits() {
    if (everPosted && arriving.size() > posted.size()) {
      offend(arriving.size() + " messages for " + posted.size() + " receives");
    }
  }

  void offend(String what) {
    fabric.offences.add(name + ": " + what);
  }

  @Override
  public WsaError wspRecv(
      SocketDescriptor s, MemoryRegion region, long offset, int length, Overlapped overlapped) {
    throwIfAsked();
    fabric.lock.lock();
    try {
      if (closed) {
        return WsaError.WSAENOTSOCK;
      }
      if (lost) {
        return WsaError.WSAECONNRESET;
      }
      if (refuseReceives > 0) {
        refuseReceives--;
        return refusal;
      }
      if (posted.size() >= limits.maxReceives() || !memory.isKnown(region)) {
        offend("receive with " + posted.size() + " posted");
        return WsaError.WSAENOBUFS;
      }
      everPosted = true;
      posted.add(new Receive(region.segment().asSlice(offset, length), overlapped));
      if (!fabric.manual) {
        match(Integer.MAX_VALUE);
      }
    } finally {
      fabric.lock.unlock();
    }
    if (upcallsInReceive) {
      drain();
    }
    return WsaError.WSA_IO_PENDING;
  }

  @Override
  public WsaError wspGetOverlappedResult(
      SocketDescriptor s, Overlapped overlapped, long waitNanos) {
    throwIfAsked();
    if (closed) {
      return WsaError.WSAENOTSOCK;
    }
    if (promised == Thread.currentThread()) {
      offend("a look where the next send was promised");
    }
    boolean any = drain();
    if (waitNanos == NOTIFY) {
      fabric.lock.lock();
      try {
        notifies++;
        urgent = true;
        touch();
      } finally {
        fabric.lock.unlock();
      }
    } else if (waitNanos > 0 && !any) {
      any = await(waitNanos);
    }
    return any ? WsaError.NO_ERROR : WsaError.WSA_IO_INCOMPLETE;
  }

  private boolean await(long nanos) {
    fabric.lock.lock();
    try {
      if (Thread.currentThread().isVirtual()) {
        offend("a virtual thread waits in the provider");
      }
      waits++;
      long seen = generation;
      long left = nanos;
      while (seen == generation && !wake && completions.isEmpty() && left > 0) {
        left = fabric.changed.awaitNanos(left);
      }
      wake = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      fabric.lock.unlock();
    }
    return drain();
  }

  @Override
  public void wakeWaiters(SocketDescriptor s) {
    fabric.lock.lock();
    try {
      wake = true;
      touch();
    } finally {
      fabric.lock.unlock();
    }
  }

  @Override
  public void wspCloseSocket(SocketDescriptor s) throws WsaException {
    fabric.lock.lock();
    try {
      closes++;
      if (closed) {
        offend("closed twice");
        throw new WsaException(WsaError.WSAENOTSOCK, "closed already");
      }
      if (upcaller == Thread.currentThread()) {
        offend("WSPCloseSocket inside an upcall");
      }
      closed = true;
      registeredAtClose = memory.count();
      if (rdma != null) {
        rdma.end(WsaError.WSA_OPERATION_ABORTED);
      }
      for (Receive receive : posted) {
        completions.add(
            new Completion(receive.overlapped, WsaError.WSA_OPERATION_ABORTED, 0));
      }
      posted.clear();
      peer.arriving.removeIf(m -> m.sent != null);
      sending.forEach(o -> o.complete(WsaError.WSA_OPERATION_ABORTED, 0));
      sending.clear();
      if (!peer.closed) {
        peer.lose();
      }
      touch();
    } finally {
      fabric.lock.unlock();
    }
    if (closesInline) {
      drain();
    }
  }
}
