package org.sanswitch.provider.verbs;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;

/**
 * All that an adapter has between open and close: the device, the event channel, listeners and queue
 * pairs. librdmacm makes queue pairs only in a context of its own; another one, which is ours alone,
 * tells about the device.
 */
final class VerbsDomain {

  private static final System.Logger LOG = System.getLogger(VerbsDomain.class.getName());

  private static final long TICK = TimeUnit.SECONDS.toNanos(2);
  /** How often peers that wait to be accepted are looked after. */
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(20);

  private final String device;
  private final RdmaLibraries libraries;
  private final AdapterHandler handler;
  private final Capabilities limits;
  private final ConnectionManager manager;
  private final EventLoop loop;
  private final DeviceAddresses addresses;
  /** Of librdmacm for all devices; held as long as there are queue pairs. */
  private final long contexts;
  /** Of librdmacm for this device. */
  private final long context;
  /** Our own for this device. */
  private final long ownContext;
  private final PortWatch port;
  private final ExitDrain drain;
  private final Set<VerbsListener> listeners = ConcurrentHashMap.newKeySet();
  private final Set<VerbsQueuePair> queuePairs = ConcurrentHashMap.newKeySet();
  /** Used by the event thread. */
  private final MemorySegment asyncEvent =
      Arena.ofAuto().allocate(VerbsLayout.ASYNC_BYTES, Long.BYTES);
  /** Set once, before there are events. */
  private EventLoop.@Nullable Watch deviceWatch;
  /** Used by the event thread. */
  private long lastTick = System.nanoTime();
  /** Used by the event thread. */
  private long lastLook = lastTick;
  /** Goes to true once: the device is not there any more. */
  private volatile boolean gone;
  /** Guard: this. */
  private boolean closed;
  /** Guard: this. */
  private boolean released;

  private VerbsDomain(
      String device, RdmaLibraries libraries, AdapterHandler handler, Capabilities limits,
      VerbsSettings settings, LocalAddresses host, ConnectionManager manager, EventLoop loop,
      long contexts,
      long context, long ownContext) {
    this.device = device;
    this.libraries = libraries;
    this.handler = handler;
    this.limits = limits;
    this.manager = manager;
    this.loop = loop;
    this.contexts = contexts;
    this.context = context;
    this.ownContext = ownContext;
    this.port = new PortWatch(libraries.verbs(), ownContext);
    this.addresses = new DeviceAddresses(host, manager, context);
    this.drain = new ExitDrain(queuePairs, settings.drainMillis());
  }

  /**
   * Opens a device.
   *
   * @param promised what the adapter has said of itself
   * @throws AdapterException with the reason if it cannot work, and what to do about it
   */
  static VerbsDomain open(
      String device, RdmaLibraries libraries, Capabilities promised, VerbsSettings settings,
      LocalAddresses host, AdapterHandler handler) throws AdapterException {
    DeviceProbe probe = new DeviceProbe(libraries.verbs(), settings);
    long own = probe.open(device);
    boolean done = false;
    try {
      Capabilities found = probe.capabilities(own);
      if (!found.covers(promised)) {
        throw new AdapterException(
            AdapterError.ADAPTER_FAILED, RouteReason.PROVIDER_FAILED,
            device + " has " + found + ", and had " + promised + " when it was found");
      }
      VerbsDomain made = withManager(device, libraries, found, settings, host, handler, own);
      done = true;
      return made;
    } finally {
      if (!done) {
        var _ = libraries.verbs().closeDevice(own);
      }
    }
  }

  private static VerbsDomain withManager(
      String device, RdmaLibraries libraries, Capabilities limits, VerbsSettings settings,
      LocalAddresses host, AdapterHandler handler, long own) throws AdapterException {
    ConnectionManager manager = ConnectionManager.open(libraries.cm());
    long contexts = 0;
    EventLoop loop = null;
    boolean done = false;
    try {
      contexts = libraries.cm().getContexts();
      if (contexts < 0) {
        throw ErrorTables.ofResources((int) -contexts, "librdmacm has no devices");
      }
      long context = contextOf(contexts, device);
      loop = EventLoop.open();
      VerbsDomain made =
          new VerbsDomain(
              device, libraries, handler, limits, settings, host, manager, loop, contexts, context,
              own);
      made.start();
      done = true;
      return made;
    } catch (IOException e) {
      throw new AdapterException(
          AdapterError.NO_RESOURCES, RouteReason.PROVIDER_FAILED, "cannot watch devices: " + e, e);
    } finally {
      if (!done) {
        if (loop != null) {
          loop.close(() -> {
          });
        }
        if (contexts > 0) {
          libraries.cm().freeContexts(contexts);
        }
        manager.close();
      }
    }
  }

  private static long contextOf(long contexts, String device) throws AdapterException {
    for (long at = contexts; Raw.getLong(at) != 0; at += Long.BYTES) {
      long found = Raw.getLong(at);
      long about = Raw.getLong(found + VerbsLayout.CONTEXT_DEVICE);
      if (Raw.string(about + VerbsLayout.DEVICE_NAME, VerbsLayout.DEVICE_NAME_BYTES)
        .equals(device)) {
        LayoutCheck.context(found, about, device);
        return found;
      }
    }
    throw new AdapterException(
        AdapterError.ADAPTER_FAILED, RouteReason.NO_DEVICE,
        "librdmacm does not know the device " + device);
  }

  private void start() throws AdapterException, IOException {
    int fd = Raw.getInt(ownContext + VerbsLayout.CONTEXT_ASYNC_FD);
    int error = Libc.unblock(fd);
    if (error < 0) {
      throw new IOException("fcntl gives error " + -error);
    }
    var _ = loop.register(manager.descriptor(), true, manager::handleEvents);
    deviceWatch = loop.register(fd, true, this::deviceEvents);
    var _ = addresses.refresh();
    if (addresses.list().isEmpty()) {
      LOG.log(Level.INFO, "{0} serves no address yet", device);
    }
    drain.register();
  }

  String device() {
    return device;
  }

  VerbsLibrary verbs() {
    return libraries.verbs();
  }

  Capabilities limits() {
    return limits;
  }

  ConnectionManager manager() {
    return manager;
  }

  EventLoop loop() {
    return loop;
  }

  DeviceAddresses addresses() {
    return addresses;
  }

  PortWatch port() {
    return port;
  }

  Set<VerbsListener> listeners() {
    return listeners;
  }

  long context() {
    return context;
  }

  /** {@return whether the device is not there any more} */
  boolean isGone() {
    return gone;
  }

  /** Calls the handler, unless the adapter is closed; in the event thread. */
  void tell(Consumer<AdapterHandler> event) {
    if (!loop.isClosed()) {
      event.accept(handler);
    }
  }

  private void deviceEvents() {
    while (!gone && verbs().getAsyncEvent(ownContext, asyncEvent.address()) == 0) {
      int type = Raw.getInt(asyncEvent.address() + VerbsLayout.ASYNC_TYPE);
      verbs().acknowledgeAsyncEvent(asyncEvent.address());
      if (type == VerbsLayout.ASYNC_DEVICE_FATAL) {
        removed();
      } else {
        LOG.log(Level.DEBUG, "{0} has event {1}", device, type);
        if (type == VerbsLayout.ASYNC_PORT_ACTIVE) {
          port.becameActive();
        }
        lookAtPort();
        // An address may have come or gone: look soon.
        lastTick -= TICK;
      }
    }
  }

  /** A port that is down carries no goodbye either; in the event thread. */
  void lookAtPort() {
    // A task that is left over when the adapter is closed finds no device any more.
    if (!loop.isClosed() && !gone) {
      port.look();
      if (port.isDown()) {
        manager.silence(true);
      }
    }
  }

  /** What was not said while the port was down is said, and what was not heard is asked for. */
  private void portHasSettled() {
    manager.silence(false);
    queuePairs.forEach(VerbsQueuePair::probe);
  }

  /**
   * The device is being removed, or has failed; in the event thread. The kernel waits until nobody has an
   * identifier of it any more, so all are given back before anybody else acts.
   */
  void removed() {
    if (!gone) {
      gone = true;
      if (deviceWatch != null) {
        // It stays ready for ever, with nothing to read.
        deviceWatch.end();
      }
      listeners.forEach(VerbsListener::close);
      queuePairs.forEach(VerbsQueuePair::lost);
      manager.silence(false);
      tell(
          to -> to.failed(
              new AdapterException(
                  AdapterError.ADAPTER_FAILED, RouteReason.NO_DEVICE,
                  "the device " + device + " was removed")));
    }
  }

  int processEvents(long maxWaitNanos) {
    boolean asked = listeners.stream().anyMatch(VerbsListener::hasRequests);
    return loop.run(port.soonest(Math.min(maxWaitNanos, asked ? LOOK : TICK)), this::lookAround);
  }

  /** What no event tells; in the event thread. */
  private void lookAround() {
    if (gone) {
      return;
    }
    if (port.hasSettled()) {
      portHasSettled();
    }
    long now = System.nanoTime();
    if (now - lastLook >= LOOK) {
      lastLook = now;
      listeners.forEach(VerbsListener::dropWithdrawn);
    }
    if (now - lastTick >= TICK) {
      lastTick = now;
      if (port.isDown()) {
        lookAtPort();
      }
      if (addresses.refresh()) {
        listeners.forEach(VerbsListener::follow);
        tell(AdapterHandler::addressesChanged);
      }
    }
  }

  void add(VerbsQueuePair queuePair) throws AdapterException {
    synchronized (this) {
      if (!closed) {
        queuePairs.add(queuePair);
        return;
      }
    }
    throw new AdapterException(
        AdapterError.ADAPTER_FAILED, RouteReason.PROVIDER_GONE, "the adapter is closed");
  }

  void remove(VerbsQueuePair queuePair) {
    queuePairs.remove(queuePair);
    releaseIfUnused();
  }

  void close() {
    synchronized (this) {
      closed = true;
    }
    drain.unregister();
    loop.close(
        () -> {
          listeners.forEach(VerbsListener::close);
          queuePairs.forEach(VerbsQueuePair::abandon);
        });
    manager.close();
    releaseIfUnused();
  }

  /** The contexts must outlive what was made in them. */
  private synchronized void releaseIfUnused() {
    if (closed && !released && queuePairs.isEmpty()) {
      released = true;
      if (!isListed()) {
        hollowLibrarysContext();
      }
      libraries.cm().freeContexts(contexts);
      var _ = verbs().closeDevice(ownContext);
    }
  }

  /** {@return whether the kernel has the device still, or cannot be asked} */
  private boolean isListed() {
    long list = verbs().getDevices();
    if (list < 0) {
      return true;
    }
    long sought = Raw.getLong(context + VerbsLayout.CONTEXT_DEVICE);
    boolean found = false;
    for (long at = list; !found && Raw.getLong(at) != 0; at += Long.BYTES) {
      found = Raw.getLong(at) == sought;
    }
    verbs().freeDevices(list);
    return found;
  }

  /**
   * librdmacm keeps its own context of the last device of a host for ever, and a kernel whose driver cannot
   * take a device from its users waits for that (ADR 175). The context stays, since the
   * library will use it, but has the device open no more.
   */
  private void hollowLibrarysContext() {
    for (int field : new int[]{VerbsLayout.CONTEXT_ASYNC_FD, VerbsLayout.CONTEXT_COMMAND_FD}) {
      int error = Libc.hollow(Raw.getInt(context + field));
      if (error < 0) {
        LOG.log(Level.WARNING, "{0} cannot be let go of: error {1}", device, -error);
      }
    }
  }
}
