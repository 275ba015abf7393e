package org.sanswitch.provider.verbs;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/**
 * One end of a reliable connection of the device. It has a protection domain, a completion queue and
 * a channel from the start, and an identifier of the connection manager with the device's queue pair
 * once it connects or is accepted.
 *
 * <p>Lock order: control, the lock of the completion queue, those of the receive and the send queue,
 * that of the connection manager. No lock is held across a callback.
 */
final class VerbsQueuePair implements QueuePair, CmEvent.Target {

  private enum State {
    FRESH,
    /** Of a connect, in this order; each to ENDED as well. */
    RESOLVING_ADDRESS,
    RESOLVING_ROUTE,
    CONNECTING,
    CONNECTED,
    /** To CLOSED. */
    ENDED,
    CLOSED;

    boolean isAttempt() {
      return this == RESOLVING_ADDRESS || this == RESOLVING_ROUTE || this == CONNECTING;
    }
  }

  private static final System.Logger LOG = System.getLogger(VerbsQueuePair.class.getName());

  private static final int RESOLVE_MILLIS = 2000;
  /** A receiver that is not ready is asked again after 0.64 ms; the default is 655 ms. */
  private static final int RNR_TIMER = 12;

  private final VerbsDomain domain;
  private final Object context;
  private final VerbsMemory memory;
  private final Ending ending = new Ending();
  private final SendQueue sends;
  private final ReceiveQueue receives;
  private final VerbsCompletionQueue completions;

  private final ReentrantLock control = new ReentrantLock();
  /** Guard: control. */
  private State state = State.FRESH;
  /** Guard: control. Of the connection manager, or 0. */
  private long id;
  /** Guard: control. Whether the identifier has a queue pair of the device. */
  private boolean attached;
  /** Guard: control. Where connect wants to go. */
  private @Nullable InetSocketAddress destination;
  /** Guard: written with control. */
  private volatile @Nullable InetSocketAddress local;
  /** Guard: written with control. Nobody wants to hear of it any more. */
  private volatile boolean closed;

  private VerbsQueuePair(
      VerbsDomain domain, Object context, VerbsMemory memory, long channel, long queue)
      throws IOException {
    this.domain = domain;
    this.context = context;
    this.memory = memory;
    VerbsLibrary verbs = domain.verbs();
    this.sends = new SendQueue(verbs, memory, domain.limits(), ending);
    this.receives = new ReceiveQueue(verbs, memory, domain.limits().receives(), ending);
    this.completions =
        new VerbsCompletionQueue(
            verbs, sends, receives,
            new Completions(verbs, sends, receives, ending, this::broken),
            queue, channel, domain.loop(),
            this::tellReady);
  }

  private void tellReady() {
    if (!closed) {
      domain.tell(handler -> handler.completionsReady(this));
    }
  }

  static VerbsQueuePair create(VerbsDomain domain, Object context) throws AdapterException {
    VerbsLibrary verbs = domain.verbs();
    Capabilities limits = domain.limits();
    long pd = 0;
    long channel = 0;
    long queue = 0;
    boolean done = false;
    try {
      pd = made(verbs.allocateDomain(domain.context()), "cannot make a protection domain");
      channel = made(verbs.createCompletionChannel(domain.context()), "cannot make a channel");
      int entries = limits.sends() + limits.receives() + Signalling.MARKERS;
      queue =
          made(
              verbs.createCompletionQueue(domain.context(), entries, channel, 0),
              "cannot make a completion queue of " + entries + " entries");
      VerbsQueuePair made =
          new VerbsQueuePair(domain, context, new VerbsMemory(verbs, pd), channel, queue);
      domain.add(made);
      done = true;
      return made;
    } catch (IOException e) {
      throw new AdapterException(
          AdapterError.NO_RESOURCES, RouteReason.PROVIDER_FAILED, "cannot be watched: " + e, e);
    } finally {
      if (!done) {
        undo(verbs, pd, channel, queue);
      }
    }
  }

  private static void undo(VerbsLibrary verbs, long pd, long channel, long queue) {
    if (queue > 0) {
      var _ = verbs.destroyCompletionQueue(queue);
    }
    if (channel > 0) {
      var _ = verbs.destroyCompletionChannel(channel);
    }
    if (pd > 0) {
      var _ = verbs.freeDomain(pd);
    }
  }

  private static long made(long result, String what) throws AdapterException {
    if (result < 0) {
      throw ErrorTables.ofResources((int) -result, what);
    }
    return result;
  }

  boolean isOf(VerbsDomain asked) {
    return domain == asked;
  }

  @Override
  public Object context() {
    return context;
  }

  @Override
  public void connect(InetSocketAddress from, InetSocketAddress to) throws AdapterException {
    control.lock();
    try {
      requireFresh();
      if (to.isUnresolved()) {
        throw new AdapterException(
            AdapterError.NOT_REACHED, RouteReason.NOT_IN_SUBNET, to + " is not resolved");
      }
      destination = to;
      state = State.RESOLVING_ADDRESS;
      try {
        id = domain.manager().create(this);
        resolve(from, to);
      } catch (AdapterException e) {
        end(AdapterError.DISCONNECTED);
        throw e;
      }
    } finally {
      control.unlock();
    }
  }

  private void requireFresh() throws AdapterException {
    if (state != State.FRESH) {
      throw new AdapterException(
          AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "the queue pair is " + state);
    }
  }

  /** Without a port of its own, the kernel chooses the source as it does for TCP/IP. */
  private void resolve(InetSocketAddress from, InetSocketAddress to) throws AdapterException {
    CmLibrary cm = domain.manager().library();
    try (Arena arena = Arena.ofConfined()) {
      long source = 0;
      if (from.getPort() != 0 && !from.isUnresolved()
          && !from.getAddress().isAnyLocalAddress()) {
        MemorySegment yes = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
        var _ =
            cm.setOption(
                id, VerbsLayout.OPTION_ID, VerbsLayout.OPTION_REUSE_ADDRESS, yes.address(),
                Integer.BYTES);
        source = CmAddress.encode(arena, from).address();
      }
      int error =
          cm.resolveAddress(id, source, CmAddress.encode(arena, to).address(), RESOLVE_MILLIS);
      if (error < 0) {
        throw ErrorTables.ofConnectCall(-error, "RDMA cannot resolve " + to);
      }
    }
  }

  /** The device gets its queue pair, and what was posted already. */
  private void attach() throws AdapterException {
    Capabilities limits = domain.limits();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes =
          QueuePairAttributes.fill(
              arena, completions.handle(), limits.sends(), limits.receives(), limits.pieces(),
              limits.inline());
      int error =
          domain.manager()
            .library()
            .createQueuePair(id, memory.domain(), attributes.address());
      if (error < 0) {
        throw ErrorTables.ofResources(-error, "cannot make a queue pair");
      }
      attached = true;
      error = receives.attach(Raw.getLong(id + VerbsLayout.ID_QP));
      if (error < 0) {
        throw ErrorTables.ofResources(-error, "cannot post receives");
      }
    }
  }

  /** This side accepts; the peer hears of it now (ACC-1). */
  void accept(VerbsConnectionRequest request) throws AdapterException {
    CmEvent event = request.event();
    control.lock();
    try {
      try {
        requireFresh();
      } catch (AdapterException e) {
        request.finish(Greeting.Status.NO_RESOURCES);
        throw e;
      }
      id = event.id();
      domain.manager().hand(id, this);
      try {
        attach();
      } catch (AdapterException e) {
        boolean peerThere = domain.manager().isPending(id);
        domain.manager().reject(id, Greeting.Status.NO_RESOURCES);
        end(AdapterError.DISCONNECTED);
        throw peerThere ? e : hasGone(request, e);
      }
      Capabilities limits = domain.limits();
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment parameters =
            QueuePairAttributes.connection(
                arena, new Greeting(Greeting.Status.ACCEPTED),
                Math.min(limits.responder(), event.initiator()),
                Math.min(limits.initiator(), event.responder()));
        int error = domain.manager().library().accept(id, parameters.address());
        if (error < 0) {
          end(AdapterError.DISCONNECTED);
          throw hasGone(request, ErrorTables.ofConnectCall(-error, "cannot accept"));
        }
      }
      stand(request.local());
    } finally {
      control.unlock();
    }
  }

  private static AdapterException hasGone(
      VerbsConnectionRequest request, AdapterException cause) {
    return new AdapterException(
        AdapterError.DISCONNECTED, RouteReason.PROVIDER_FAILED,
        request.remote() + " has gone: " + cause.getMessage(), cause);
  }

  private void stand(@Nullable InetSocketAddress address) {
    long queuePair = Raw.getLong(id + VerbsLayout.ID_QP);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(VerbsLayout.QP_ATTR_BYTES, Long.BYTES);
      Raw.putByte(attributes.address() + VerbsLayout.QP_ATTR_RNR_TIMER, RNR_TIMER);
      // A device that does not like it is slower with early messages, and that is all.
      var _ =
          domain.verbs()
            .modifyQueuePair(
                queuePair, attributes.address(), VerbsLayout.QP_ATTR_MASK_RNR_TIMER);
    }
    local = address;
    state = State.CONNECTED;
    sends.attach(queuePair);
  }

  @Override
  public void take(CmEvent event) {
    switch (event.kind()) {
      case ADDRESS_RESOLVED -> proceed(event, State.RESOLVING_ADDRESS, this::resolveRoute);
      case ROUTE_RESOLVED -> proceed(event, State.RESOLVING_ROUTE, this::ask);
      case ESTABLISHED -> established(event);
      case ADDRESS_ERROR, ROUTE_ERROR, CONNECT_ERROR, UNREACHABLE, REJECTED -> failed(event);
      case DISCONNECTED -> failed(event);
      case DEVICE_REMOVAL -> domain.removed();
      default -> unexpected(event);
    }
  }

  private void unexpected(CmEvent event) {
    LOG.log(Level.DEBUG, "{0} does not expect {1}", this, event);
  }

  /** A step of a connect. */
  @FunctionalInterface
  private interface Step {
    void take() throws AdapterException;
  }

  private void proceed(CmEvent event, State expected, Step step) {
    AdapterException cause;
    control.lock();
    try {
      if (state != expected) {
        unexpected(event);
        return;
      }
      try {
        step.take();
        return;
      } catch (AdapterException e) {
        cause = e;
        end(AdapterError.DISCONNECTED);
      }
    } finally {
      control.unlock();
    }
    domain.tell(handler -> handler.connectFailed(this, cause));
  }

  private void resolveRoute() throws AdapterException {
    if (Raw.getLong(id + VerbsLayout.ID_VERBS) != domain.context()) {
      throw new AdapterException(
          AdapterError.NOT_REACHED, RouteReason.NOT_IN_SUBNET,
          "the way to " + destination + " does not lead through " + domain.device());
    }
    attach();
    int error = domain.manager().library().resolveRoute(id, RESOLVE_MILLIS);
    if (error < 0) {
      throw ErrorTables.ofConnectCall(-error, "RDMA finds no route to " + destination);
    }
    state = State.RESOLVING_ROUTE;
  }

  private void ask() throws AdapterException {
    Capabilities limits = domain.limits();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment parameters =
          QueuePairAttributes.connection(
              arena, new Greeting(Greeting.Status.REQUEST), limits.responder(),
              limits.initiator());
      int error = domain.manager().library().connect(id, parameters.address());
      if (error < 0) {
        throw ErrorTables.ofConnectCall(-error, "cannot connect to " + destination);
      }
    }
    state = State.CONNECTING;
  }

  /** On the side that was asked it tells that the peer has heard, which nobody waits for. */
  private void established(CmEvent event) {
    AdapterException cause = null;
    control.lock();
    try {
      if (state != State.CONNECTING) {
        if (state != State.CONNECTED) {
          unexpected(event);
        }
        return;
      }
      Greeting answer = Greeting.decode(event.data());
      if (answer != null && answer.status() == Greeting.Status.ACCEPTED) {
        stand(CmAddress.decode(id + VerbsLayout.ID_SOURCE));
      } else {
        cause =
            new AdapterException(
                AdapterError.NOT_REACHED, RouteReason.VERSION,
                destination + " accepts over RDMA, and is no switch of this version: " + event);
        end(AdapterError.DISCONNECTED);
      }
    } finally {
      control.unlock();
    }
    AdapterException failure = cause;
    domain.tell(handler -> {
      if (failure == null) {
        handler.connected(this);
      } else {
        handler.connectFailed(this, failure);
      }
    });
  }

  private void failed(CmEvent event) {
    AdapterException cause;
    control.lock();
    try {
      if (!state.isAttempt()) {
        if (state == State.CONNECTED) {
          domain.loop().later(this::peerGone);
        } else {
          unexpected(event);
        }
        return;
      }
      cause = ErrorTables.ofConnect(event, String.valueOf(destination));
      end(AdapterError.DISCONNECTED);
    } finally {
      control.unlock();
    }
    domain.tell(handler -> handler.connectFailed(this, cause));
  }

  /** The device has found that the connection cannot go on; with the lock of completions. */
  private void broken(AdapterError error, String text) {
    if (!ending.isOver()) {
      LOG.log(
          error == AdapterError.DISCONNECTED ? Level.DEBUG : Level.WARNING,
          "{0} is disconnected, {1}: {2}", this, error, text);
      domain.loop().later(() -> {
        domain.lookAtPort();
        peerGone();
      });
    }
  }

  /** The peer has gone, or cannot be reached any more; in the event thread. */
  private void peerGone() {
    control.lock();
    try {
      if (state != State.CONNECTED || !ending.set(AdapterError.DISCONNECTED)) {
        return;
      }
      state = State.ENDED;
      flush();
    } finally {
      control.unlock();
    }
    domain.tell(handler -> handler.disconnected(this));
  }

  /** With control: has the device complete everything, after what had arrived (CLO-9). */
  private void flush() {
    if (domain.isGone() || domain.port().isDown()) {
      completions.end(this::destroy);
      return;
    }
    int error = domain.manager().library().disconnect(id);
    if (error < 0) {
      LOG.log(Level.DEBUG, "{0}: rdma_disconnect gives error {1}", this, -error);
    }
  }

  /** With control: ends what never connected, or is not to be waited for. */
  private void end(AdapterError how) {
    var _ = ending.set(how);
    state = State.ENDED;
    completions.end(this::destroy);
  }

  private void destroy() {
    if (id != 0) {
      if (attached) {
        domain.manager().part(id, true);
      } else {
        domain.manager().destroy(id, false);
      }
      id = 0;
      attached = false;
    }
  }

  @Override
  public void disconnect() {
    control.lock();
    try {
      if (state == State.CONNECTED) {
        var _ = ending.set(AdapterError.FLUSHED);
        state = State.ENDED;
        flush();
      } else if (state == State.FRESH || state.isAttempt()) {
        end(AdapterError.FLUSHED);
      } else if (domain.isGone()) {
        completions.end(this::destroy);
      }
    } finally {
      control.unlock();
    }
  }

  @Override
  public void close() {
    disconnect();
    control.lock();
    try {
      if (state == State.CLOSED) {
        return;
      }
      state = State.CLOSED;
      closed = true;
      completions.end(this::destroy);
    } finally {
      control.unlock();
    }
    completions.release();
    memory.close();
    domain.remove(this);
  }

  /** The peer may have gone unnoticed: the device is to find out, and breaks the connection then. */
  void probe() {
    control.lock();
    try {
      if (state == State.CONNECTED) {
        sends.probe();
      }
    } finally {
      control.unlock();
    }
  }

  /** The device is gone: everything ends without its help. */
  void lost() {
    control.lock();
    try {
      if (state != State.CLOSED) {
        end(AdapterError.DISCONNECTED);
      }
    } finally {
      control.unlock();
    }
  }

  /**
   * The adapter is closed: nothing of the connection manager is left, but memory and queues stay
   * until the queue pair is closed, since threads may be inside.
   */
  void abandon() {
    disconnect();
    control.lock();
    try {
      completions.end(this::destroy);
    } finally {
      control.unlock();
    }
  }

  /** {@return whether the peer's device has not got all yet} For the end of the JVM. */
  boolean isSending() {
    return !ending.isOver() && completions.isSending();
  }

  @Override
  public MemoryRegion allocate(long bytes) throws AdapterException {
    return memory.allocate(bytes);
  }

  @Override
  public MemoryRegion register(MemorySegment segment, Set<Access> access)
      throws AdapterException {
    return memory.register(segment, access);
  }

  @Override
  public void deregister(MemoryRegion region) throws AdapterException {
    memory.deregister(region);
  }

  @Override
  public AdapterError postSend(long operation, BufferVector message) {
    return sends.send(operation, message);
  }

  @Override
  public AdapterError postReceive(long operation, MemoryRegion region, long offset, int length) {
    return receives.post(operation, region, offset, length);
  }

  @Override
  public AdapterError postWrite(
      long operation, BufferVector source, byte[] remote, long remoteOffset) {
    return sends.transfer(true, operation, source, remote, remoteOffset);
  }

  @Override
  public AdapterError postRead(
      long operation, BufferVector target, byte[] remote, long remoteOffset) {
    return domain.limits().initiator() == 0
        ? AdapterError.NOT_SUPPORTED
        : sends.transfer(false, operation, target, remote, remoteOffset);
  }

  @Override
  public CompletionQueue completions() {
    return completions;
  }

  @Override
  public @Nullable InetSocketAddress local() {
    return local;
  }

  @Override
  public String toString() {
    return "queue pair " + local + " of " + domain.device();
  }
}
