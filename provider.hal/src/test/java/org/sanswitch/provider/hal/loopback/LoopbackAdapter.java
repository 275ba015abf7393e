package org.sanswitch.provider.hal.loopback;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;

/**
 * A complete adapter inside one process: what is sent on one queue pair arrives on the other. It
 * notes every call that the contract of adapters forbids, and can be told to misbehave.
 */
public final class LoopbackAdapter implements SanAdapter {

  /** How far it goes, where a test does not say otherwise. */
  public static final AdapterInfo INFO =
      new AdapterInfo("loopback", "1.2.3", 4096, 256, 64, 64, 1 << 20, true, 4096);

  /** Guards all state of the adapter and its queue pairs. */
  final Object lock = new Object();

  private final AdapterInfo info;
  private final Map<Integer, LoopbackListener> listeners = new HashMap<>();
  private final List<LoopbackQueuePair> queuePairs = new ArrayList<>();
  private final LinkedBlockingQueue<Consumer<AdapterHandler>> events = new LinkedBlockingQueue<>();

  /** What the contract of adapters forbids and was done nevertheless. */
  public final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

  /** How long processEvents was asked to wait, the last time. */
  public volatile long lastWaitNanos;

  /** While set, operations that are flushed do not complete. */
  public volatile boolean holdFlush;

  /** While set, sends stay under way. */
  public volatile boolean holdSends;

  /** Whether the last message that was posted is followed by another. */
  public volatile boolean followed;

  /** While set, connection requests stay unreported. */
  public volatile boolean holdRequests;

  /** While set, open fails with it. */
  public volatile AdapterException openFailure;

  /** While set, queue pairs cannot be made. */
  public volatile boolean noQueuePairs;

  /** Number of times that processEvents throws from now on. */
  public final AtomicInteger throwFromEvents = new AtomicInteger();

  /** While set, poll throws. */
  public volatile boolean throwFromPoll;

  /** Number of registrations that all queue pairs may have together. */
  public volatile int maxMemories = Integer.MAX_VALUE;

  /** Guard: {@link #lock}. Calls of register. */
  int registered;

  private volatile AdapterHandler handler;

  public LoopbackAdapter() {
    this(INFO);
  }

  public LoopbackAdapter(AdapterInfo info) {
    this.info = info;
  }

  @Override
  public AdapterInfo info() {
    return info;
  }

  @Override
  public void open(AdapterHandler to) throws AdapterException {
    AdapterException failure = openFailure;
    if (failure != null) {
      throw failure;
    }
    if (handler != null) {
      violations.add("opened twice");
    }
    handler = to;
  }

  public boolean isOpen() {
    return handler != null;
  }

  @Override
  public List<ServedAddress> addresses() {
    return handler == null
        ? List.of()
        : List.of(ServedAddress.host(InetAddress.getLoopbackAddress()));
  }

  @Override
  public AdapterListener listen(InetSocketAddress local, int backlog) throws AdapterException {
    synchronized (lock) {
      if (local.getPort() == 1) {
        throw new AdapterException(AdapterError.NOT_REACHED, RouteReason.LISTENER_AMBIGUOUS,
            "port 1");
      }
      if (listeners.containsKey(local.getPort())) {
        throw new AdapterException(AdapterError.ADDRESS_IN_USE, RouteReason.PROVIDER_FAILED,
            "port " + local.getPort());
      }
      LoopbackListener listener = new LoopbackListener(this, local);
      listeners.put(local.getPort(), listener);
      return listener;
    }
  }

  @Override
  public QueuePair createQueuePair(Object context) throws AdapterException {
    if (noQueuePairs) {
      throw new AdapterException(AdapterError.NO_RESOURCES, RouteReason.NO_SHARED_MEMORY, "none");
    }
    synchronized (lock) {
      LoopbackQueuePair queuePair = new LoopbackQueuePair(this, context);
      queuePairs.add(queuePair);
      return queuePair;
    }
  }

  @Override
  public int processEvents(long maxWaitNanos) {
    lastWaitNanos = maxWaitNanos;
    if (throwFromEvents.get() > 0 && throwFromEvents.getAndDecrement() > 0) {
      throw new IllegalStateException("told to throw from processEvents");
    }
    try {
      int handled = 0;
      Consumer<AdapterHandler> event = events.poll(maxWaitNanos, TimeUnit.NANOSECONDS);
      while (event != null) {
        event.accept(handler);
        handled++;
        event = events.poll();
      }
      return handled;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Override
  public void wakeup() {
    event(any -> {});
  }

  @Override
  public void close() {
    synchronized (lock) {
      for (LoopbackQueuePair each : List.copyOf(queuePairs)) {
        each.close();
      }
      listeners.clear();
      events.clear();
      handler = null;
    }
  }

  /** Reports something in processEvents. */
  public void event(Consumer<AdapterHandler> event) {
    events.add(event);
  }

  /** The device is removed. */
  public void fail() {
    event(to -> to.failed(new AdapterException(AdapterError.ADAPTER_FAILED, RouteReason.NO_DEVICE,
        "the device was removed")));
  }

  /** Completes what {@link #holdFlush} or {@link #holdSends} has held. */
  public void release() {
    synchronized (lock) {
      holdFlush = false;
      holdSends = false;
      queuePairs.forEach(LoopbackQueuePair::release);
    }
  }

  /** Number of times that memory was registered. */
  public int registered() {
    synchronized (lock) {
      return registered;
    }
  }

  /** Number of registrations of all queue pairs. */
  public int memories() {
    synchronized (lock) {
      return queuePairs.stream().mapToInt(LoopbackQueuePair::memories).sum();
    }
  }

  public int openQueuePairs() {
    synchronized (lock) {
      return queuePairs.size();
    }
  }

  public int openListeners() {
    synchronized (lock) {
      return listeners.size();
    }
  }

  /** The queue pairs that are open, oldest first. */
  public List<LoopbackQueuePair> queuePairs() {
    synchronized (lock) {
      return List.copyOf(queuePairs);
    }
  }

  LoopbackListener listener(int port) {
    return listeners.get(port);
  }

  void closed(LoopbackListener listener) {
    listeners.remove(listener.local().getPort(), listener);
  }

  void closed(LoopbackQueuePair queuePair) {
    queuePairs.remove(queuePair);
  }
}
