package org.sanswitch.impl.blocking;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** One socket of a {@link StallingProvider}. Guard of all that is mutable: the provider's lock. */
final class StallingSocket implements SocketDescriptor {

  private record Receive(MemorySegment buffer, Overlapped overlapped) {}

  /** A message on its way: its memory is read when it arrives, as hardware does. */
  private record Message(MemorySegment bytes, Overlapped sent) {}

  private record Completion(Overlapped overlapped, WsaError status, int bytes, long since) {}

  final int number;
  final SocketHandle handle;
  final Set<MemoryRegion> regions = new HashSet<>();
  final Deque<StallingSocket> requests = new ArrayDeque<>();
  final StallingRdma rdma = new StallingRdma(this);
  InetSocketAddress local;
  InetSocketAddress remote;
  volatile int backlog;
  volatile boolean closed;
  boolean wake;

  private final StallingProvider provider;
  private final Deque<Receive> posted = new ArrayDeque<>();
  private final Deque<Message> arriving = new ArrayDeque<>();
  private final Deque<Completion> completions = new ArrayDeque<>();
  private final List<Overlapped> sending = new ArrayList<>();
  private @Nullable StallingSocket peer;
  private @Nullable NetworkEvent event;
  private NetworkEvent.@Nullable Record happened;
  private @Nullable Thread upcaller;
  private boolean lost;
  private boolean everPosted;
  private boolean handleClosed;
  private boolean announced;
  private long arrived;

  StallingSocket(StallingProvider provider, int number, SocketHandle handle) {
    this.provider = provider;
    this.number = number;
    this.handle = handle;
  }

  StallingProvider provider() {
    return provider;
  }

  @Nullable
  StallingSocket peer() {
    return peer;
  }

  /** {@return why nothing can be started, or NO_ERROR} */
  WsaError refusal() {
    if (closed) {
      return WsaError.WSAENOTSOCK;
    }
    return lost ? WsaError.WSAECONNRESET : WsaError.NO_ERROR;
  }

  void complete(Overlapped overlapped, WsaError status, int bytes) {
    completions.add(new Completion(overlapped, status, bytes, System.nanoTime()));
    provider.changed();
  }

  void select(@Nullable NetworkEvent now) {
    event = now;
  }

  NetworkEvent.Record enumerate() {
    NetworkEvent.Record record = happened;
    happened = null;
    return record == null ? NetworkEvent.Record.NONE : record;
  }

  private void happen(NetworkEvent.Kind kind, WsaError error) {
    happened = new NetworkEvent.Record(Map.of(kind, error), null);
    NetworkEvent now = event;
    if (now != null) {
      now.set();
    }
  }

  /** A connection request has come. */
  void request(StallingSocket from) {
    requests.add(from);
    announced = false;
  }

  void connect(StallingSocket other) {
    peer = other;
    other.peer = this;
  }

  /** {@return the oldest request that was not given up, or null} */
  @Nullable
  StallingSocket nextRequest() {
    requests.removeIf(from -> from.closed);
    return requests.poll();
  }

  /** The attempt has ended well. */
  void connected() {
    happen(NetworkEvent.Kind.FD_CONNECT, WsaError.NO_ERROR);
  }

  boolean isConnected() {
    return peer != null;
  }

  boolean isGone() {
    return handleClosed;
  }

  WsaError receive(MemorySegment buffer, Overlapped overlapped) {
    if (lost) {
      return WsaError.WSAECONNRESET;
    }
    everPosted = true;
    posted.add(new Receive(buffer, overlapped));
    advance();
    return WsaError.WSA_IO_PENDING;
  }

  WsaError send(BufferVector buffers, Overlapped overlapped) {
    StallingSocket to = peer;
    if (to == null) {
      return WsaError.WSAENOTCONN;
    }
    if (lost) {
      return WsaError.WSAECONNRESET;
    }
    MemorySegment bytes;
    if (buffers.totalLength() <= StallingProvider.MAX_INJECT) {
      bytes = MemorySegment.ofArray(new byte[buffers.totalLength()]);
      buffers.copyTo(bytes, 0);
    } else {
      bytes = buffers.segment(0).asSlice(buffers.offset(0), buffers.length(0));
    }
    sending.add(overlapped);
    to.arriving.add(new Message(bytes, overlapped));
    if (to.everPosted && to.arriving.size() > to.posted.size()) {
      provider.offend(to.arriving.size() + " messages for " + to.posted.size() + " receives");
    }
    to.advance();
    advance();
    return WsaError.WSA_IO_PENDING;
  }

  /** WSPCloseSocket: abortive. */
  void close() {
    closed = true;
    requests.clear();
    StallingSocket other = peer;
    if (other != null) {
      other.cut();
      other.lost = true;
      other.advance();
    }
    advance();
  }

  /** What lies in the memory of the closed end is lost, and all that came after it. */
  private void cut() {
    List<Message> there =
        arriving.stream().takeWhile(message -> !message.bytes.isNative()).toList();
    arriving.clear();
    arriving.addAll(there);
  }

  /** Does what nothing holds back. */
  void advance() {
    if (!closed) {
      match();
      rdma.advance();
    }
    if (lost && !closed && mayArrive()) {
      complete(WsaError.WSAECONNRESET);
      rdma.end(WsaError.WSAECONNRESET);
    }
    if (lost && !closed && !provider.holds(Stall.SENDS)) {
      sending.forEach(sent -> sent.complete(WsaError.WSAECONNRESET, 0));
      sending.clear();
    }
    if (closed && !provider.holds(Stall.ABORTS)) {
      complete(WsaError.WSA_OPERATION_ABORTED);
      rdma.end(WsaError.WSA_OPERATION_ABORTED);
      sending.forEach(sent -> sent.complete(WsaError.WSA_OPERATION_ABORTED, 0));
      sending.clear();
    }
    if (!requests.isEmpty() && !announced && !provider.holds(Stall.CONNECT)) {
      announced = true;
      happen(NetworkEvent.Kind.FD_ACCEPT, WsaError.NO_ERROR);
    }
    provider.changed();
  }

  private boolean mayArrive() {
    return !provider.holds(Stall.RECEIVES)
        && (arrived > 0 || !provider.holds(Stall.NEGOTIATION));
  }

  private void match() {
    while (!arriving.isEmpty() && !posted.isEmpty() && mayArrive()) {
      Message message = arriving.poll();
      Receive receive = posted.poll();
      int size = (int) message.bytes.byteSize();
      boolean fits = size <= receive.buffer.byteSize();
      if (fits) {
        receive.buffer.copyFrom(message.bytes);
      }
      completions.add(new Completion(receive.overlapped,
          fits ? WsaError.NO_ERROR : WsaError.WSAEMSGSIZE, fits ? size : 0, System.nanoTime()));
      arrived++;
    }
    StallingSocket other = peer;
    if (other != null) {
      other.completeSends(arriving);
    }
  }

  /** Sends whose messages have arrived are complete. */
  private void completeSends(Deque<Message> onTheirWay) {
    if (provider.holds(Stall.SENDS)) {
      return;
    }
    sending.removeIf(sent -> {
      boolean there = onTheirWay.stream().noneMatch(message -> message.sent == sent);
      if (there) {
        sent.complete(WsaError.NO_ERROR, 0);
      }
      return there;
    });
  }

  private void complete(WsaError status) {
    for (Receive receive : posted) {
      completions.add(new Completion(receive.overlapped, status, 0, System.nanoTime()));
    }
    posted.clear();
  }

  /** {@return whether something is on its way to the switch, or closed and not gone} */
  boolean isBusy() {
    return !completions.isEmpty() || !arriving.isEmpty() || upcaller != null || closed;
  }

  boolean hasUpcalls() {
    Completion next = completions.peek();
    return next != null ? provider.isDue(next.since) : mayLeave();
  }

  private boolean mayLeave() {
    return closed && !handleClosed && posted.isEmpty() && !rdma.isBusy()
        && !provider.holds(Stall.HANDLES);
  }

  /** Makes upcalls until there are none to be made, unless another thread does; takes no lock. */
  boolean upcalls() {
    boolean any = false;
    while (upcall()) {
      any = true;
    }
    return any;
  }

  private boolean upcall() {
    Completion next;
    provider.lock.lock();
    try {
      if (upcaller != null || !hasUpcalls()) {
        return false;
      }
      next = completions.poll();
      handleClosed = next == null;
      upcaller = Thread.currentThread();
    } finally {
      provider.lock.unlock();
    }
    try {
      if (next != null) {
        next.overlapped.complete(next.status, next.bytes);
        provider.upcalls().wpuCompleteOverlappedRequest(handle, next.overlapped);
      } else {
        regions.clear();
        provider.upcalls().wpuCloseSocketHandle(handle);
      }
    } catch (WsaException e) {
      provider.offend("WPUCloseSocketHandle: " + e);
    } finally {
      provider.lock.lock();
      upcaller = null;
      provider.changed();
      provider.lock.unlock();
    }
    return true;
  }
}
