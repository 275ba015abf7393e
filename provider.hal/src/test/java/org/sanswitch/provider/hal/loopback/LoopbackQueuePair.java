package org.sanswitch.provider.hal.loopback;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.provider.hal.loopback.LoopbackCompletionQueue.Entry;

/** A queue pair of the loopback adapter. Guard of all state: the adapter's lock. */
public final class LoopbackQueuePair implements QueuePair {

  private static final LoopbackMemory[] NONE = {};

  private record Receive(long id, LoopbackMemory memory, long offset, int length) {}

  private record Send(long id, byte[] message, LoopbackMemory[] memory) {}

  final LoopbackAdapter adapter;
  final CallGuard receiving;
  final CallGuard sending;
  final CallGuard awaiting;
  final CallGuard others;

  private final Object context;
  private final LoopbackCompletionQueue completions;
  private final Arena arena = Arena.ofShared();
  private final Map<Integer, LoopbackMemory> memories = new HashMap<>();
  private final ArrayDeque<Receive> receives = new ArrayDeque<>();
  private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();
  private final ArrayDeque<Send> held = new ArrayDeque<>();
  private final List<Entry> unflushed = new ArrayList<>();
  private LoopbackQueuePair peer;
  private LoopbackRequest request;
  private boolean connected;
  private boolean disconnected;
  private boolean closed;
  private int sendsUnderWay;
  private int keys;

  LoopbackQueuePair(LoopbackAdapter adapter, Object context) {
    this.adapter = adapter;
    this.context = context;
    this.completions = new LoopbackCompletionQueue(this);
    this.receiving = new CallGuard(adapter, "postReceive or poll", true);
    this.sending = new CallGuard(adapter, "postSend", true);
    this.awaiting = new CallGuard(adapter, "await", true);
    this.others = new CallGuard(adapter, "another call", false);
  }

  @Override
  public Object context() {
    return context;
  }

  @Override
  public void connect(InetSocketAddress local, InetSocketAddress remote)
      throws AdapterException {
    synchronized (adapter.lock) {
      LoopbackListener listener = adapter.listener(remote.getPort());
      if (remote.getPort() == 2) {
        throw new AdapterException(AdapterError.HOST_UNREACHABLE, RouteReason.PROVIDER_FAILED,
            "port 2");
      }
      if (listener == null) {
        refused(AdapterError.NOT_REACHED);
        return;
      }
      request = new LoopbackRequest(adapter, listener, this, remote, local);
      listener.request(request);
    }
  }

  void refused(AdapterError error) {
    request = null;
    AdapterException cause =
        new AdapterException(error, RouteReason.PEER_HAS_NO_SWITCH, "told so by the peer");
    adapter.event(to -> to.connectFailed(this, cause));
  }

  void connectedTo(LoopbackQueuePair other) {
    request = null;
    peer = other;
    connected = true;
  }

  @Override
  public MemoryRegion allocate(long bytes) throws AdapterException {
    synchronized (adapter.lock) {
      return add(arena.allocate(bytes, 64), Set.of(Access.LOCAL_READ, Access.LOCAL_WRITE));
    }
  }

  @Override
  public MemoryRegion register(MemorySegment memory, Set<Access> access)
      throws AdapterException {
    others.enter();
    try {
      synchronized (adapter.lock) {
        adapter.registered++;
        return add(memory, access);
      }
    } finally {
      others.exit();
    }
  }

  private LoopbackMemory add(MemorySegment memory, Set<Access> access) throws AdapterException {
    if (adapter.memories() >= adapter.maxMemories) {
      throw new AdapterException(AdapterError.NO_RESOURCES, RouteReason.PROVIDER_FAILED,
          adapter.maxMemories + " registrations");
    }
    LoopbackMemory region = new LoopbackMemory(this, ++keys, memory, access);
    memories.put(region.key, region);
    return region;
  }

  @Override
  public void deregister(MemoryRegion region) throws AdapterException {
    others.enter();
    try {
      synchronized (adapter.lock) {
        LoopbackMemory memory = (LoopbackMemory) region;
        if (memory.users > 0 || memories.remove(memory.key) == null) {
          throw new AdapterException(AdapterError.INVALID, RouteReason.PROVIDER_FAILED,
              memory.users + " users");
        }
        memory.gone = true;
      }
    } finally {
      others.exit();
    }
  }

  /** Number of registrations. */
  public int memories() {
    synchronized (adapter.lock) {
      return memories.size();
    }
  }

  @Override
  public AdapterError postSend(long id, BufferVector message) {
    sending.enter();
    try {
      synchronized (adapter.lock) {
        if (!connected || disconnected) {
          return AdapterError.DISCONNECTED;
        }
        if (sendsUnderWay == adapter.info().maxSends()) {
          return AdapterError.NO_RESOURCES;
        }
        LoopbackMemory[] memory = use(message);
        byte[] bytes = new byte[message.totalLength()];
        message.copyTo(MemorySegment.ofArray(bytes), 0);
        held.add(new Send(id, bytes, memory));
        adapter.followed = message.isFollowed();
        sendsUnderWay++;
        if (!adapter.holdSends) {
          send();
        }
        return AdapterError.OK;
      }
    } finally {
      sending.exit();
    }
  }

  private LoopbackMemory[] use(BufferVector vector) {
    List<LoopbackMemory> used = new ArrayList<>();
    for (int i = 0; i < vector.count(); i++) {
      if (vector.region(i) != null) {
        LoopbackMemory memory = (LoopbackMemory) vector.region(i);
        memory.users++;
        used.add(memory);
      }
    }
    return used.toArray(NONE);
  }

  private void send() {
    for (Send each = held.poll(); each != null; each = held.poll()) {
      sendsUnderWay--;
      completions.add(new Entry(each.id, AdapterError.OK, each.message.length, each.memory));
      peer.arrived.add(each.message);
      peer.deliver();
    }
  }

  private void deliver() {
    while (!arrived.isEmpty() && !receives.isEmpty() && !closed) {
      byte[] message = arrived.remove();
      Receive receive = receives.remove();
      boolean fits = message.length <= receive.length;
      if (fits) {
        MemorySegment.copy(message, 0, receive.memory.segment(), ValueLayout.JAVA_BYTE,
            receive.offset, message.length);
      }
      completions.add(new Entry(receive.id, fits ? AdapterError.OK : AdapterError.MESSAGE_SIZE,
          fits ? message.length : 0, new LoopbackMemory[]{receive.memory}));
    }
  }

  @Override
  public AdapterError postReceive(long id, MemoryRegion region, long offset, int length) {
    receiving.enter();
    try {
      synchronized (adapter.lock) {
        if (disconnected && arrived.isEmpty()) {
          return AdapterError.DISCONNECTED;
        }
        if (receives.size() == adapter.info().maxReceives()) {
          return AdapterError.NO_RESOURCES;
        }
        LoopbackMemory memory = (LoopbackMemory) region;
        if (memory.gone || memory.owner != this) {
          return AdapterError.INVALID;
        }
        memory.users++;
        receives.add(new Receive(id, memory, offset, length));
        deliver();
        return AdapterError.OK;
      }
    } finally {
      receiving.exit();
    }
  }

  @Override
  public AdapterError postWrite(long id, BufferVector local, byte[] remote, long remoteOffset) {
    return rdma(id, local, remote, remoteOffset, Access.REMOTE_WRITE);
  }

  @Override
  public AdapterError postRead(long id, BufferVector local, byte[] remote, long remoteOffset) {
    return rdma(id, local, remote, remoteOffset, Access.REMOTE_READ);
  }

  private AdapterError rdma(
      long id, BufferVector local, byte[] remote, long offset, Access access) {
    sending.enter();
    try {
      synchronized (adapter.lock) {
        if (!connected || disconnected) {
          return AdapterError.DISCONNECTED;
        }
        LoopbackMemory target =
            remote.length == Integer.BYTES
                ? peer.memories.get(ByteBuffer.wrap(remote).getInt())
                : null;
        int length = local.totalLength();
        LoopbackMemory[] memory = use(local);
        if (target == null
            || !target.access.contains(access)
            || offset > target.segment().byteSize() - length) {
          completions.add(new Entry(id, AdapterError.REMOTE_ACCESS, 0, memory));
          return AdapterError.OK;
        }
        if (access == Access.REMOTE_WRITE) {
          local.copyTo(target.segment(), offset);
        } else {
          MemorySegment.copy(target.segment(), offset, local.segment(0), local.offset(0), length);
        }
        completions.add(new Entry(id, AdapterError.OK, length, memory));
        return AdapterError.OK;
      }
    } finally {
      sending.exit();
    }
  }

  @Override
  public CompletionQueue completions() {
    return completions;
  }

  @Override
  public InetSocketAddress local() {
    return null;
  }

  @Override
  public void disconnect() {
    others.enter();
    try {
      synchronized (adapter.lock) {
        disconnect(AdapterError.FLUSHED);
      }
    } finally {
      others.exit();
    }
  }

  /** The process at this end dies: the peer is told, this end is not. */
  public void kill() {
    synchronized (adapter.lock) {
      if (peer != null) {
        peer.peerHasGone();
      }
    }
  }

  private void disconnect(AdapterError error) {
    if (disconnected) {
      return;
    }
    disconnected = true;
    if (request != null) {
      request.withdraw();
    }
    flush(error);
    if (peer != null) {
      peer.peerHasGone();
    }
  }

  private void peerHasGone() {
    if (disconnected || closed) {
      return;
    }
    disconnected = true;
    flush(AdapterError.DISCONNECTED);
    adapter.event(to -> to.disconnected(this));
  }

  private void flush(AdapterError error) {
    for (Send each : held) {
      unflushed.add(new Entry(each.id, error, 0, each.memory));
    }
    held.clear();
    for (Receive each : receives) {
      unflushed.add(new Entry(each.id, error, 0, new LoopbackMemory[]{each.memory}));
    }
    receives.clear();
    if (!adapter.holdFlush) {
      release();
    }
  }

  void release() {
    if (!disconnected && !held.isEmpty()) {
      send();
    }
    unflushed.forEach(completions::add);
    unflushed.clear();
  }

  @Override
  public void close() {
    receiving.close();
    sending.close();
    awaiting.close();
    others.close();
    synchronized (adapter.lock) {
      if (closed) {
        adapter.violations.add("closed twice");
        return;
      }
      disconnect(AdapterError.FLUSHED);
      closed = true;
      memories.values().forEach(each -> each.gone = true);
      memories.clear();
      adapter.closed(this);
      arena.close();
    }
  }
}
