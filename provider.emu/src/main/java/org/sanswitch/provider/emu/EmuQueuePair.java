package org.sanswitch.provider.emu;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
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

/**
 * One end of a connection. It has a segment of its own, into which the peer puts messages, and maps
 * that of the peer once connected.
 *
 * <p>Lock order: this, then the memory, then the segment. No lock is held across a callback.
 */
final class EmuQueuePair extends Ending implements QueuePair {

  private enum State {
    /** To CONNECTING by connect, to CONNECTED by accepted, to ENDED. */
    FRESH,
    /** To CONNECTED or ENDED. */
    CONNECTING,
    /** To ENDED. */
    CONNECTED,
    /** To CLOSED. */
    ENDED,
    CLOSED
  }

  private static final System.Logger LOG = System.getLogger(EmuQueuePair.class.getName());

  private final EmuDomain domain;
  private final Object context;
  private final SharedSegment own;
  private final EmuMemory memory;
  private final SendCompletions sendCompletions = new SendCompletions();
  private final ReceiveQueue receives;
  private final EmuCompletionQueue completions;
  /** Guarded by this. */
  private State state = State.FRESH;
  /** Guarded by this. */
  private @Nullable EmuLink link;
  /** Guarded by this. */
  private @Nullable SharedSegment peer;
  /** Set once, under the lock. */
  private volatile @Nullable SendQueue sends;
  /** Set under the lock. */
  private volatile @Nullable InetSocketAddress local;

  private EmuQueuePair(EmuDomain domain, Object context, SharedSegment own) {
    this.domain = domain;
    this.context = context;
    this.own = own;
    long segment = own.address();
    this.memory =
        new EmuMemory(
            own, new RemoteKeys(segment, () -> violation("an access did not end when revoked")));
    this.receives = new ReceiveQueue(this, segment, memory);
    this.completions =
        new EmuCompletionQueue(sendCompletions, receives, this, segment, this::tellReady);
  }

  static EmuQueuePair create(EmuDomain domain, Object context) throws AdapterException {
    SharedSegment own =
        SharedSegment.create(
            domain.directory(), domain.slabs(), domain.settings().arenaSize());
    EmuQueuePair created = new EmuQueuePair(domain, context, own);
    domain.queuePairs().add(created);
    return created;
  }

  @Override
  public Object context() {
    return context;
  }

  boolean isOf(EmuDomain asked) {
    return domain == asked;
  }

  SegmentId segmentId() {
    return own.id();
  }

  @Override
  public void connect(InetSocketAddress from, InetSocketAddress to) throws AdapterException {
    synchronized (this) {
      requireFresh();
      state = State.CONNECTING;
    }
    // The wildcard stands for the destination, as for a TCP/IP connection within the host.
    InetSocketAddress end =
        from.isUnresolved() || from.getAddress().isAnyLocalAddress()
            ? new InetSocketAddress(to.getAddress(), from.getPort())
            : from;
    ConnectAttempt attempt;
    try {
      attempt = ConnectAttempt.start(domain, this, end, to);
    } catch (AdapterException e) {
      var _ = attemptFailed();
      throw e;
    }
    synchronized (this) {
      if (state != State.CONNECTING) {
        attempt.link().close();
        return;
      }
      local = end;
      link = attempt.link();
    }
    try {
      // Not with the lock: the answer may be here at once, in the event thread.
      attempt.watch();
    } catch (IOException e) {
      var _ = attemptFailed();
      throw new AdapterException(
          AdapterError.NOT_REACHED, RouteReason.PROVIDER_FAILED, "cannot be watched: " + e, e);
    }
  }

  private void requireFresh() throws AdapterException {
    if (state != State.FRESH) {
      throw new AdapterException(
          AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "the queue pair is " + state);
    }
  }

  /** The peer has accepted. {@return false if the attempt was given up meanwhile} */
  synchronized boolean connected(SharedSegment segment) {
    if (state != State.CONNECTING || link == null) {
      segment.close();
      return false;
    }
    stand(link, segment);
    return true;
  }

  /** This side accepts. */
  synchronized void accepted(EmuLink from, SharedSegment segment, InetSocketAddress address)
      throws AdapterException {
    try {
      requireFresh();
    } catch (AdapterException e) {
      segment.close();
      throw e;
    }
    local = address;
    link = from;
    stand(from, segment);
  }

  private void stand(EmuLink through, SharedSegment segment) {
    peer = segment;
    sends =
        new SendQueue(
            this, segment, domain.settings().maxMessageSize(), sendCompletions, through::ring);
    state = State.CONNECTED;
  }

  /** {@return whether the attempt was still under way} */
  boolean attemptFailed() {
    synchronized (this) {
      if (state != State.CONNECTING) {
        return false;
      }
    }
    end(AdapterError.DISCONNECTED, false);
    return true;
  }

  /** The link rings or has ended; in the event thread. */
  void linkReady() {
    EmuLink from;
    synchronized (this) {
      from = link;
    }
    if (from == null || error() != null) {
      return;
    }
    if (from.readBells(domain.scratch(), domain.state())) {
      domain.tell(handler -> handler.completionsReady(this));
    } else {
      end(AdapterError.DISCONNECTED, true);
    }
  }

  @Override
  void violation(String detail) {
    LOG.log(Level.WARNING, "{0} breaks the rules and is disconnected: {1}", this, detail);
    end(AdapterError.DISCONNECTED, true);
  }

  @Override
  void accessFailed(Throwable cause) {
    if (error() == null) {
      LOG.log(Level.WARNING, this + " cannot access its shared memory", cause);
      end(AdapterError.ADAPTER_FAILED, true);
    }
  }

  /** Ends the connection once; what had arrived can still be polled (CLO-9). */
  private void end(AdapterError how, boolean tell) {
    synchronized (this) {
      if (state == State.ENDED || state == State.CLOSED) {
        return;
      }
      state = State.ENDED;
      set(how);
      try {
        RawMemory.putIntRelease(
            own.address() + SegmentDescriptor.STATE_OFFSET, SegmentDescriptor.STATE_DISCONNECTED);
      } catch (InternalError e) {
        LOG.log(Level.DEBUG, "the own segment cannot be written", e);
      }
      if (link != null) {
        link.close();
      }
    }
    try {
      completions.signal();
    } catch (InternalError e) {
      LOG.log(Level.DEBUG, "nobody can be woken", e);
    }
    if (tell) {
      domain.loop().execute(() -> domain.tell(handler -> handler.disconnected(this)));
    }
  }

  private void tellReady() {
    domain.loop().execute(() -> domain.tell(handler -> handler.completionsReady(this)));
  }

  @Override
  public MemoryRegion allocate(long bytes) throws AdapterException {
    return memory.allocate(bytes);
  }

  @Override
  public MemoryRegion register(MemorySegment segment, Set<Access> access)
      throws AdapterException {
    int remote =
        (access.contains(Access.REMOTE_READ) ? RemoteKeys.READ : 0)
            | (access.contains(Access.REMOTE_WRITE) ? RemoteKeys.WRITE : 0);
    if (!segment.isNative()) {
      throw new AdapterException(
          AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "only native memory is registered");
    }
    return remote == 0 ? memory.registerLocal(segment) : memory.registerRemote(segment, remote);
  }

  @Override
  public void deregister(MemoryRegion region) throws AdapterException {
    if (!(region instanceof EmuRegion known)) {
      throw new AdapterException(
          AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "a region of another adapter");
    }
    memory.release(known);
  }

  @Override
  public AdapterError postSend(long id, BufferVector message) {
    SendQueue queue = sends;
    return queue == null ? notConnected() : posted(queue.send(id, message));
  }

  @Override
  public AdapterError postWrite(
      long id, BufferVector source, byte[] remote, long remoteOffset) {
    SendQueue queue = sends;
    return queue == null
        ? notConnected()
        : posted(queue.write(id, source, remote, remoteOffset));
  }

  @Override
  public AdapterError postRead(long id, BufferVector target, byte[] remote, long remoteOffset) {
    SendQueue queue = sends;
    return queue == null
        ? notConnected()
        : posted(queue.read(id, target, remote, remoteOffset));
  }

  private AdapterError notConnected() {
    return error() == null ? AdapterError.INVALID : AdapterError.DISCONNECTED;
  }

  /** What is posted is done: whoever waits for it is told, and a fault stays in here. */
  private AdapterError posted(AdapterError result) {
    try {
      if (result == AdapterError.OK) {
        completions.signalIfWaiting();
      }
      FaultPoint.reach();
    } catch (InternalError e) {
      accessFailed(e);
    }
    return result;
  }

  @Override
  public AdapterError postReceive(long id, MemoryRegion region, long offset, int length) {
    return receives.post(id, region, offset, length);
  }

  @Override
  public CompletionQueue completions() {
    return completions;
  }

  @Override
  public @Nullable InetSocketAddress local() {
    return sends == null ? null : local;
  }

  @Override
  public void disconnect() {
    end(AdapterError.FLUSHED, false);
  }

  @Override
  public void close() {
    disconnect();
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      state = State.CLOSED;
      setClosed();
    }
    domain.queuePairs().remove(this);
    // The event thread may be about to touch it, and comes to this only when it is not.
    domain.loop().execute(this::release);
  }

  /**
   * The adapter is closed: this disconnects, but stays mapped until its own close, or until nobody
   * knows it any more, since threads may be inside.
   */
  void abandon() {
    disconnect();
    SharedSegment mine = own;
    SharedSegment theirs;
    synchronized (this) {
      theirs = peer;
    }
    var _ =
        Abandoned.CLEANER.register(
            this,
            () -> {
              mine.close();
              if (theirs != null) {
                theirs.close();
              }
            });
  }

  /** The thread of the cleaner is made only when it is needed. */
  private static final class Abandoned {
    static final Cleaner CLEANER = Cleaner.create();
  }

  private synchronized void release() {
    own.close();
    if (peer != null) {
      peer.close();
    }
  }

  @Override
  public String toString() {
    return "queue pair " + local + " of " + own.id().file();
  }
}
