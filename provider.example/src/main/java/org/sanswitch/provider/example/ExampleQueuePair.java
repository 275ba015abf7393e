package org.sanswitch.provider.example;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/** One end of a connection inside this JVM. Guard of all its state: the adapter's lock. */
final class ExampleQueuePair implements QueuePair {

  /** NEW to CONNECTING or CONNECTED; CONNECTED to PEER_GONE; each to ENDED. */
  private enum State {
    NEW, CONNECTING, CONNECTED, PEER_GONE, ENDED
  }

  private final ExampleAdapter adapter;
  private final Object context;
  private final ExampleCompletionQueue completions;
  private final ExampleMemory memory = new ExampleMemory();
  private final ExampleTransfers transfers;

  private State state = State.NEW;
  private boolean closed;
  private @Nullable ExampleConnectionRequest request;
  private @Nullable ExampleQueuePair peer;
  private @Nullable InetSocketAddress local;

  ExampleQueuePair(ExampleAdapter adapter, Object context) {
    this.adapter = adapter;
    this.context = context;
    completions = new ExampleCompletionQueue(adapter, this);
    transfers = new ExampleTransfers(completions, memory);
  }

  @Override
  public Object context() {
    return context;
  }

  @Override
  public CompletionQueue completions() {
    return completions;
  }

  @Override
  public @Nullable InetSocketAddress local() {
    adapter.lock.lock();
    try {
      return local;
    } finally {
      adapter.lock.unlock();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where nobody listens here, TCP/IP may still find somebody: that is NOT_REACHED, and never
   * REFUSED (CON-3).
   */
  @Override
  public void connect(InetSocketAddress from, InetSocketAddress remote) throws AdapterException {
    adapter.lock.lock();
    try {
      if (state != State.NEW) {
        throw failure(AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "it is " + state);
      }
      ExampleListener listener = adapter.listenerAt(remote);
      if (listener == null) {
        throw failure(AdapterError.NOT_REACHED, RouteReason.PEER_HAS_NO_SWITCH,
            "no listener at " + remote);
      }
      ExampleConnectionRequest made =
          new ExampleConnectionRequest(adapter, listener, this, remote, adapter.withPort(from));
      if (!listener.offer(made)) {
        throw failure(AdapterError.BACKLOG_FULL, RouteReason.PROVIDER_FAILED,
            "the backlog of " + remote + " is full");
      }
      request = made;
      state = State.CONNECTING;
    } finally {
      adapter.lock.unlock();
    }
  }

  private static AdapterException failure(AdapterError error, RouteReason reason, String text) {
    return new AdapterException(error, reason, text);
  }

  /** Under the adapter's lock, at the client's end: its request is accepted. */
  void join(QueuePair server, InetSocketAddress address, InetSocketAddress serverAddress)
      throws AdapterException {
    if (!(server instanceof ExampleQueuePair other) || other.state != State.NEW) {
      refused(AdapterError.BACKLOG_FULL, "the accepting end cannot be used");
      throw failure(AdapterError.INVALID, RouteReason.PROVIDER_FAILED,
          "the queue pair is not fresh, or not of this adapter");
    }
    connected(other, address);
    other.connected(this, serverAddress);
    adapter.tell(() -> state == State.CONNECTED || state == State.PEER_GONE,
        handler -> handler.connected(this));
  }

  private void connected(ExampleQueuePair to, InetSocketAddress address) {
    peer = to;
    local = address;
    state = State.CONNECTED;
  }

  /** Under the adapter's lock, at the client's end: its request is not accepted. */
  void refused(AdapterError error, String text) {
    adapter.tell(() -> state == State.CONNECTING, handler -> handler.connectFailed(this,
        failure(error, RouteReason.PROVIDER_FAILED, text)));
  }

  @Override
  public MemoryRegion allocate(long bytes) throws AdapterException {
    adapter.lock.lock();
    try {
      return memory.allocate(bytes);
    } finally {
      adapter.lock.unlock();
    }
  }

  @Override
  public MemoryRegion register(MemorySegment segment, Set<Access> access) throws AdapterException {
    adapter.lock.lock();
    try {
      return memory.register(segment, access);
    } finally {
      adapter.lock.unlock();
    }
  }

  @Override
  public void deregister(MemoryRegion region) throws AdapterException {
    adapter.lock.lock();
    try {
      memory.deregister(region);
    } finally {
      adapter.lock.unlock();
    }
  }

  @Override
  public AdapterError postSend(long id, BufferVector message) {
    adapter.lock.lock();
    try {
      AdapterError error = checkPost(message, adapter.info().maxMessageSize());
      if (error != AdapterError.OK) {
        return error;
      }
      ExamplePayload payload = ExamplePayload.of(
          message, memory, Access.LOCAL_READ, adapter.info().maxInjectSize());
      if (payload == null) {
        return AdapterError.INVALID;
      }
      transfers.addSend(id, payload);
      moveTo(peer);
      return AdapterError.OK;
    } finally {
      adapter.lock.unlock();
    }
  }

  @Override
  public AdapterError postWrite(long id, BufferVector from, byte[] remote, long remoteOffset) {
    return postRdma(id, from, Access.LOCAL_READ, remote, remoteOffset, Access.REMOTE_WRITE);
  }

  @Override
  public AdapterError postRead(long id, BufferVector to, byte[] remote, long remoteOffset) {
    return adapter.info().rdmaRead()
        ? postRdma(id, to, Access.LOCAL_WRITE, remote, remoteOffset, Access.REMOTE_READ)
        : AdapterError.NOT_SUPPORTED;
  }

  private AdapterError postRdma(
      long id, BufferVector vector, Access access, byte[] remote, long remoteOffset,
      Access remoteAccess) {
    adapter.lock.lock();
    try {
      AdapterError error = checkPost(vector, adapter.info().maxRdmaSize());
      if (error != AdapterError.OK) {
        return error;
      }
      ExamplePayload payload =
          vector.isRegistered() ? ExamplePayload.of(vector, memory, access, 0) : null;
      if (payload == null) {
        return AdapterError.INVALID;
      }
      transfers.addRdma(id, payload, remoteAccess, remote, remoteOffset);
      moveTo(peer);
      return AdapterError.OK;
    } finally {
      adapter.lock.unlock();
    }
  }

  private AdapterError checkPost(BufferVector vector, int maxLength) {
    if (state != State.CONNECTED) {
      return isOver() ? AdapterError.DISCONNECTED : AdapterError.INVALID;
    }
    if (vector.totalLength() > maxLength) {
      return AdapterError.MESSAGE_SIZE;
    }
    return transfers.transfersUnderWay() < adapter.info().maxSends()
        ? AdapterError.OK
        : AdapterError.NO_RESOURCES;
  }

  private void moveTo(@Nullable ExampleQueuePair to) {
    if (to != null && state == State.CONNECTED) {
      transfers.moveTo(to.transfers);
    }
  }

  private boolean isOver() {
    return state == State.PEER_GONE || state == State.ENDED;
  }

  /** After the peer has gone, what had arrived from it can still be received (CLO-9). */
  @Override
  public AdapterError postReceive(long id, MemoryRegion region, long offset, int length) {
    adapter.lock.lock();
    try {
      if (state == State.ENDED || (state == State.PEER_GONE && !transfers.hasArrived())) {
        return AdapterError.DISCONNECTED;
      }
      if (transfers.receivesUnderWay() >= adapter.info().maxReceives()) {
        return AdapterError.NO_RESOURCES;
      }
      ExampleRegion ours = memory.find(region, Access.LOCAL_WRITE);
      if (ours == null || !ours.contains(offset, length)) {
        return AdapterError.INVALID;
      }
      transfers.addReceive(id, ours, offset, length);
      if (peer != null) {
        peer.moveTo(this);
      }
      return AdapterError.OK;
    } finally {
      adapter.lock.unlock();
    }
  }

  @Override
  public void disconnect() {
    adapter.lock.lock();
    try {
      State before = state;
      state = State.ENDED;
      if (before == State.CONNECTING && request != null) {
        request.withdraw();
      }
      transfers.flush(AdapterError.FLUSHED);
      if (before == State.CONNECTED && peer != null) {
        peer.peerHasGone();
      }
    } finally {
      adapter.lock.unlock();
    }
  }

  private void peerHasGone() {
    state = State.PEER_GONE;
    transfers.flush(AdapterError.DISCONNECTED);
    adapter.tell(() -> state == State.PEER_GONE, handler -> handler.disconnected(this));
  }

  /** Under the adapter's lock: {@return whether the handler may hear of it} */
  boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    adapter.lock.lock();
    try {
      disconnect();
      closed = true;
      peer = null;
      memory.close();
      adapter.forget(this);
    } finally {
      adapter.lock.unlock();
    }
  }
}
