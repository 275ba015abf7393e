package org.sanswitch.provider.emu.fault;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;

/** A queue pair that fails as it is told to. */
final class FaultyQueuePair implements QueuePair {

  /** The context of the queue pair inside, by which the faulty one is found. */
  static final class Self {

    private final Object context;
    /** Set once, before the queue pair is given out. */
    private @Nullable FaultyQueuePair faulty;

    Self(Object context) {
      this.context = context;
    }

    void set(FaultyQueuePair queuePair) {
      faulty = queuePair;
    }
  }

  private final QueuePair hardware;
  private final Self self;
  private final ConnectionFaults faults;
  private final AdapterHandler told;
  private final Timers timers;
  private final FaultyCompletionQueue completions;
  private final AtomicInteger registered = new AtomicInteger();
  /** Guard: volatile. Nothing is told before; 0 if nothing is late. */
  private volatile long notBefore;
  /** Guard: volatile, set once. It was disconnected from this side: nothing more is told. */
  private volatile boolean left;

  FaultyQueuePair(
      QueuePair hardware, Self self, ConnectionFaults faults, AdapterHandler told,
      Timers timers, int maxSends) {
    this.hardware = hardware;
    this.self = self;
    this.faults = faults;
    this.told = told;
    this.timers = timers;
    this.completions =
        new FaultyCompletionQueue(
            hardware.completions(), faults, timers, maxSends, this::drop,
            () -> later(handler -> handler.completionsReady(this)));
  }

  /** {@return the queue pair around one of the hardware's, or null if that has no faults} */
  static @Nullable FaultyQueuePair of(QueuePair inside) {
    return inside.context() instanceof Self known ? known.faulty : null;
  }

  /** {@return the queue pair inside} */
  QueuePair hardware() {
    return hardware;
  }

  /** From now on events are late, if the outcome of a connect shall be. */
  void delayEvents() {
    long delay = faults.connectNanos();
    notBefore = delay == 0 ? 0 : timers.now() + delay;
  }

  /** Tells the handler, at once or late; in the event thread. */
  void tell(Consumer<AdapterHandler> event) {
    if (notBefore == 0) {
      event.accept(told);
    } else {
      later(event);
    }
  }

  /** The queue has something; in the event thread. */
  void ready() {
    long late = faults.wakeupNanos();
    if (late == 0) {
      tell(handler -> handler.completionsReady(this));
    } else {
      timers.at(timers.now() + late, () -> tell(handler -> handler.completionsReady(this)));
    }
  }

  /** Tells the handler soon, and in order; for any thread. */
  private void later(Consumer<AdapterHandler> event) {
    timers.at(
        Math.max(notBefore, timers.now()),
        () -> {
          if (!left) {
            event.accept(told);
          }
        });
  }

  /** The link breaks. */
  private void drop() {
    completions.end(AdapterError.DISCONNECTED);
    hardware.disconnect();
    later(handler -> handler.disconnected(this));
  }

  @Override
  public Object context() {
    return self.context;
  }

  @Override
  public void connect(InetSocketAddress local, InetSocketAddress remote) throws AdapterException {
    hardware.connect(local, remote);
  }

  @Override
  public MemoryRegion allocate(long bytes) throws AdapterException {
    register();
    return hardware.allocate(bytes);
  }

  @Override
  public MemoryRegion register(MemorySegment memory, Set<Access> access)
      throws AdapterException {
    register();
    return hardware.register(memory, access);
  }

  private void register() throws AdapterException {
    int before = registered.getAndIncrement();
    if (faults.registrations() != ConnectionFaults.NEVER && before >= faults.registrations()) {
      throw new AdapterException(
          AdapterError.NO_RESOURCES,
          RouteReason.NO_SHARED_MEMORY,
          "fault injection: memory was given " + faults.registrations() + " times, and this is"
              + " request " + (before + 1));
    }
  }

  @Override
  public void deregister(MemoryRegion region) throws AdapterException {
    hardware.deregister(region);
  }

  @Override
  public AdapterError postSend(long id, BufferVector message) {
    return completions.isStalled() ? completions.hold(id) : hardware.postSend(id, message);
  }

  @Override
  public AdapterError postReceive(long id, MemoryRegion region, long offset, int length) {
    return hardware.postReceive(id, region, offset, length);
  }

  @Override
  public AdapterError postWrite(
      long id, BufferVector source, byte[] remote, long remoteOffset) {
    return completions.isStalled()
        ? completions.hold(id)
        : hardware.postWrite(id, source, remote, remoteOffset);
  }

  @Override
  public AdapterError postRead(long id, BufferVector target, byte[] remote, long remoteOffset) {
    if (!faults.rdmaRead()) {
      return AdapterError.NOT_SUPPORTED;
    }
    return completions.isStalled()
        ? completions.hold(id)
        : hardware.postRead(id, target, remote, remoteOffset);
  }

  @Override
  public FaultyCompletionQueue completions() {
    return completions;
  }

  @Override
  public @Nullable InetSocketAddress local() {
    return hardware.local();
  }

  @Override
  public void disconnect() {
    completions.end(AdapterError.FLUSHED);
    hardware.disconnect();
    left = true;
  }

  @Override
  public void close() {
    disconnect();
    hardware.close();
  }
}
