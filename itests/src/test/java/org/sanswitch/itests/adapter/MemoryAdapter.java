package org.sanswitch.itests.adapter;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;

/** An adapter whose network is this JVM. */
public final class MemoryAdapter implements SanAdapter {

  private static final int MAX_MESSAGE = 16 << 10;
  private static final int MAX_SENDS = 24;
  private static final int MAX_RECEIVES = 40;
  private static final int EPHEMERAL_PORT = 50_000;

  /** Guards queue pairs, listeners and requests; taken before the lock of a completion queue. */
  final ReentrantLock lock = new ReentrantLock();

  private final AdapterInfo info;
  private final Events events = new Events();
  private final Map<InetSocketAddress, MemoryListener> listeners = new ConcurrentHashMap<>();
  private final Set<MemoryQueuePair> queuePairs = ConcurrentHashMap.newKeySet();
  private final AtomicInteger ports = new AtomicInteger(EPHEMERAL_PORT);

  /** Guard: volatile; null when not open. */
  private volatile AdapterHandler handler;

  /** Guard: volatile; set once, by a test. */
  private volatile boolean removed;

  /**
   * Makes the adapter.
   *
   * @param name becomes the name of the provider
   * @param injectSize up to how many bytes sends may name unregistered memory; 0 for none
   */
  public MemoryAdapter(String name, int injectSize) {
    info = new AdapterInfo(
        name, "1", MAX_MESSAGE, injectSize, MAX_SENDS, MAX_RECEIVES, 0, false, 0);
  }

  @Override
  public AdapterInfo info() {
    return info;
  }

  @Override
  public void open(AdapterHandler handler) throws AdapterException {
    if (removed) {
      throw new AdapterException(
          AdapterError.ADAPTER_FAILED, RouteReason.NO_DEVICE, "it was removed");
    }
    events.open();
    this.handler = handler;
  }

  @Override
  public List<ServedAddress> addresses() {
    if (handler == null) {
      return List.of();
    }
    try {
      return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .map(ServedAddress::host)
        .toList();
    } catch (SocketException e) {
      return List.of(ServedAddress.host(InetAddress.getLoopbackAddress()));
    }
  }

  @Override
  public AdapterListener listen(InetSocketAddress local, int backlog) throws AdapterException {
    checkOpen();
    MemoryListener listener = new MemoryListener(this, local, backlog);
    if (listeners.putIfAbsent(local, listener) != null) {
      throw new AdapterException(
          AdapterError.ADDRESS_IN_USE, RouteReason.PROVIDER_FAILED, local + " is listened on");
    }
    return listener;
  }

  @Override
  public QueuePair createQueuePair(Object context) throws AdapterException {
    checkOpen();
    MemoryQueuePair queuePair = new MemoryQueuePair(this, context);
    queuePairs.add(queuePair);
    return queuePair;
  }

  private void checkOpen() throws AdapterException {
    if (handler == null) {
      throw new AdapterException(
          AdapterError.ADAPTER_FAILED, RouteReason.PROVIDER_GONE, "the adapter is not open");
    }
  }

  @Override
  public int processEvents(long maxWaitNanos) {
    return events.process(maxWaitNanos);
  }

  @Override
  public void wakeup() {
    events.wakeup();
  }

  @Override
  public void close() {
    events.close();
    handler = null;
    for (MemoryListener listener : new ArrayList<>(listeners.values())) {
      listener.close();
    }
    for (MemoryQueuePair queuePair : new ArrayList<>(queuePairs)) {
      queuePair.close();
    }
  }

  /** What a test does to it: the device is pulled out, and does not come back. */
  public void remove() {
    removed = true;
    tell(h -> h.failed(new AdapterException(
        AdapterError.ADAPTER_FAILED, RouteReason.NO_DEVICE, "it was removed")));
  }

  /** {@return how many listeners and queue pairs it holds} */
  public int held() {
    return listeners.size() + queuePairs.size();
  }

  /** What is told to the handler, in the thread of processEvents. */
  interface Event {
    void tell(AdapterHandler handler);
  }

  void tell(Event event) {
    events.add(() -> {
      AdapterHandler now = handler;
      if (now != null) {
        event.tell(now);
      }
    });
  }

  /** The listener that TCP/IP would reach: the most specific address wins (LIS-4). */
  MemoryListener listenerAt(InetSocketAddress remote) {
    MemoryListener exact = listeners.get(remote);
    if (exact != null) {
      return exact;
    }
    int port = remote.getPort();
    return listeners.values()
      .stream()
      .filter(l -> l.local().getPort() == port && l.local().getAddress().isAnyLocalAddress())
      .findFirst()
      .orElse(null);
  }

  InetSocketAddress withPort(InetSocketAddress local) {
    return local.getPort() != 0
        ? local
        : new InetSocketAddress(local.getAddress(), ports.incrementAndGet());
  }

  void forget(MemoryListener listener) {
    listeners.remove(listener.local(), listener);
  }

  void forget(MemoryQueuePair queuePair) {
    queuePairs.remove(queuePair);
  }
}
