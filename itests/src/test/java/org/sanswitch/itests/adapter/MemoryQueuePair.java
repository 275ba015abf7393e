package org.sanswitch.itests.adapter;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.Set;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/** One end of a connection inside this JVM. */
final class MemoryQueuePair implements QueuePair {

  private static final int ALIGNMENT = 64;

  /** NEW to CONNECTING or CONNECTED; from there to PEER_GONE; from each to ENDED. */
  private enum State {
    NEW, CONNECTING, CONNECTED, PEER_GONE, ENDED
  }

  private final MemoryAdapter adapter;
  private final Object context;
  private final MemoryCompletionQueue completions;
  private final Operations operations;

  // Guarded by the adapter's lock.
  private State state = State.NEW;
  private MemoryRequest request;
  private MemoryQueuePair peer;

  /** Guard: volatile; set once, before the connection is told of. */
  private volatile InetSocketAddress local;

  /** Guard: volatile; goes from false to true once. */
  private volatile boolean closed;

  MemoryQueuePair(MemoryAdapter adapter, Object context) {
    this.adapter = adapter;
    this.context = context;
    completions = new MemoryCompletionQueue(adapter, this);
    operations = new Operations(completions);
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
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public void connect(InetSocketAddress local, InetSocketAddress remote) throws AdapterException {
    adapter.lock.lock();
    try {
      if (state != State.NEW) {
        throw failure(AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "it is " + state);
      }
      MemoryListener listener = adapter.listenerAt(remote);
      if (listener == null) {
        throw failure(AdapterError.NOT_REACHED, RouteReason.PEER_HAS_NO_SWITCH,
            "no listener at " + remote);
      }
      request = new MemoryRequest(adapter, listener, this, remote, adapter.withPort(local));
      if (!listener.offer(request)) {
        throw failure(AdapterError.BACKLOG_FULL, RouteReason.PROVIDER_FAILED,
            "the backlog of " + remote + " is full");
      }
      state = State.CONNECTING;
    } finally {
      adapter.lock.unlock();
    }
  }

  private static AdapterException failure(AdapterError error, RouteReason reason, String text) {
    return new AdapterException(error, reason, text);
  }

  /** The request of this end is accepted. Under the adapter's lock. */
  void join(MemoryQueuePair server, InetSocketAddress address, InetSocketAddress serverAddress)
      throws AdapterException {
    if (server.state != State.NEW) {
      refused(AdapterError.REFUSED, "the accepting end is " + server.state);
      throw failure(AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "it is " + server.state);
    }
    connected(server, address);
    server.connected(this, serverAddress);
    adapter.tell(handler -> {
      if (isIn(State.CONNECTED, State.PEER_GONE)) {
        handler.connected(this);
      }
    });
  }

  private void connected(MemoryQueuePair to, InetSocketAddress address) {
    peer = to;
    local = address;
    state = State.CONNECTED;
  }

  /** The request of this end is not accepted. Under the adapter's lock. */
  void refused(AdapterError error, String text) {
    adapter.tell(handler -> {
      if (isIn(State.CONNECTING)) {
        handler.connectFailed(this, failure(error, RouteReason.PROVIDER_FAILED, text));
      }
    });
  }

  private boolean isIn(State... states) {
    adapter.lock.lock();
    try {
      return Set.of(states).contains(state);
    } finally {
      adapter.lock.unlock();
    }
  }

  @Override
  public MemoryRegion allocate(long bytes) {
    return new Registration(this, Arena.ofAuto().allocate(bytes, ALIGNMENT));
  }

  @Override
  public MemoryRegion register(MemorySegment memory, Set<Access> access) throws AdapterException {
    if (access.contains(Access.REMOTE_READ) || access.contains(Access.REMOTE_WRITE)) {
      throw failure(AdapterError.NOT_SUPPORTED, RouteReason.PROVIDER_FAILED, "no remote access");
    }
    if (!memory.isNative()) {
      throw failure(AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "memory of the heap");
    }
    return new Registration(this, memory);
  }

  @Override
  public void deregister(MemoryRegion region) throws AdapterException {
    if (!(region instanceof Registration mine && mine.belongsTo(this) && mine.end())) {
      throw failure(AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "in use or unknown");
    }
  }

  @Override
  public AdapterError postSend(long id, BufferVector message) {
    adapter.lock.lock();
    try {
      if (state != State.CONNECTED) {
        return ended() ? AdapterError.DISCONNECTED : AdapterError.INVALID;
      }
      if (message.totalLength() > adapter.info().maxMessageSize()) {
        return AdapterError.MESSAGE_SIZE;
      }
      if (operations.sendsUnderWay.get() >= adapter.info().maxSends()) {
        return AdapterError.NO_RESOURCES;
      }
      Operations.Send send = prepare(id, message);
      if (send == null) {
        return AdapterError.INVALID;
      }
      operations.add(send);
      operations.pumpTo(peer.operations);
      return AdapterError.OK;
    } finally {
      adapter.lock.unlock();
    }
  }

  private boolean ended() {
    return state == State.PEER_GONE || state == State.ENDED;
  }

  /** Copies what is not registered; notes the use of what is; null where the contract is broken. */
  private Operations.Send prepare(long id, BufferVector message) {
    if (!message.isRegistered()) {
      if (message.totalLength() > adapter.info().maxInjectSize()) {
        return null;
      }
      byte[] copy = new byte[message.totalLength()];
      message.copyTo(MemorySegment.ofArray(copy), 0);
      return new Operations.Send(id, null, copy);
    }
    BufferVector pieces = new BufferVector();
    for (int i = 0; i < message.count(); i++) {
      if (!(message.region(i) instanceof Registration region)
          || !mayUse(region, message.segment(i), message.offset(i), message.length(i))) {
        new Operations.Send(id, pieces, null).release();
        return null;
      }
      pieces.add(message.segment(i), message.offset(i), message.length(i), region);
    }
    return new Operations.Send(id, pieces, null);
  }

  private boolean mayUse(Registration region, MemorySegment memory, long offset, int length) {
    return region.belongsTo(this) && region.contains(memory, offset, length) && region.use();
  }

  @Override
  public AdapterError postReceive(long id, MemoryRegion region, long offset, int length) {
    adapter.lock.lock();
    try {
      if (ended() && (state == State.ENDED || !operations.hasArrived())) {
        return AdapterError.DISCONNECTED;
      }
      if (operations.receivesUnderWay.get() >= adapter.info().maxReceives()) {
        return AdapterError.NO_RESOURCES;
      }
      if (!(region instanceof Registration mine)
          || !mayUse(mine, mine.segment(), offset, length)) {
        return AdapterError.INVALID;
      }
      operations.add(new Operations.Receive(id, mine, offset, length));
      operations.deliver();
      if (state == State.CONNECTED) {
        peer.operations.pumpTo(operations);
      }
      return AdapterError.OK;
    } finally {
      adapter.lock.unlock();
    }
  }

  @Override
  public AdapterError postWrite(long id, BufferVector local, byte[] remote, long remoteOffset) {
    return AdapterError.NOT_SUPPORTED;
  }

  @Override
  public AdapterError postRead(long id, BufferVector local, byte[] remote, long remoteOffset) {
    return AdapterError.NOT_SUPPORTED;
  }

  @Override
  public void disconnect() {
    adapter.lock.lock();
    try {
      State before = state;
      state = State.ENDED;
      if (before == State.CONNECTING) {
        request.withdraw();
      }
      operations.end(AdapterError.FLUSHED);
      if (before == State.CONNECTED) {
        peer.peerGone();
      }
    } finally {
      adapter.lock.unlock();
    }
  }

  private void peerGone() {
    state = State.PEER_GONE;
    operations.end(AdapterError.DISCONNECTED);
    adapter.tell(handler -> {
      if (isIn(State.PEER_GONE)) {
        handler.disconnected(this);
      }
    });
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    disconnect();
    closed = true;
    adapter.forget(this);
  }
}
