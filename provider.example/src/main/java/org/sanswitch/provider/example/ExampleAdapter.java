package org.sanswitch.provider.example;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
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
 * A small complete adapter, to learn from and to test with: its network is this JVM. Each instance
 * is a network of its own.
 *
 * <p>It is written for readers, not for speed: one lock guards everything, and every message is
 * copied through the heap. {@code docs/writing-a-provider.md} walks through it.
 */
@Component(service = SanAdapter.class, configurationPid = ExampleAdapter.PID)
@Designate(ocd = ExampleConfig.class)
public final class ExampleAdapter implements SanAdapter {

  /** Under this name Config Admin has its configuration. */
  public static final String PID = "org.sanswitch.provider.example";

  /** Name of the adapter, and of the provider that it becomes. */
  public static final String NAME = "example";

  static final int MAX_MESSAGE = 16 << 10;
  static final int INJECT_SIZE = 4 << 10;

  private static final String VERSION = "1";
  private static final int MAX_SENDS = 24;
  private static final int MAX_RECEIVES = 40;
  private static final int MAX_RDMA = 1 << 20;
  private static final int RDMA_THRESHOLD = 64 << 10;
  private static final int FIRST_PORT = 49_152;
  private static final int LAST_PORT = 65_535;

  /** Guards all state of the adapter and of what belongs to it. Never held in a callback. */
  final ReentrantLock lock = new ReentrantLock();

  private final AdapterInfo info;
  private final ExampleEvents events = new ExampleEvents();

  /** Guard: lock. */
  private final Map<InetSocketAddress, ExampleListener> listeners = new HashMap<>();

  /** Guard: lock. */
  private final Set<ExampleQueuePair> queuePairs = new HashSet<>();

  /** Guard: lock. */
  private int lastPort = LAST_PORT;

  /** Guard: written with lock, volatile for readers; null when not open. */
  private volatile @Nullable AdapterHandler handler;

  /** Guard: volatile; goes from false to true once. */
  private volatile boolean unplugged;

  /**
   * Makes the component.
   *
   * @param config what the operator has set
   */
  @Activate
  public ExampleAdapter(ExampleConfig config) {
    this(config.max_inject_size(), config.rdma_read());
  }

  /** Makes one with the default configuration. */
  public ExampleAdapter() {
    this(INJECT_SIZE, true);
  }

  /**
   * Makes one outside of Declarative Services.
   *
   * @param maxInjectSize up to how many bytes sends may name unregistered memory; 0 for none
   * @param rdmaRead whether it can read a peer's memory
   */
  public ExampleAdapter(int maxInjectSize, boolean rdmaRead) {
    if (maxInjectSize < 0 || maxInjectSize > MAX_MESSAGE) {
      throw new IllegalArgumentException(
          "max.inject.size is " + maxInjectSize + ", not 0 to " + MAX_MESSAGE);
    }
    info = new AdapterInfo(NAME, VERSION, MAX_MESSAGE, maxInjectSize, MAX_SENDS, MAX_RECEIVES,
        MAX_RDMA, rdmaRead, RDMA_THRESHOLD);
  }

  @Override
  public AdapterInfo info() {
    return info;
  }

  @Override
  public void open(AdapterHandler to) throws AdapterException {
    lock.lock();
    try {
      if (unplugged) {
        throw unpluggedException();
      }
      if (handler != null) {
        throw new AdapterException(
            AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "the adapter is open already");
      }
      events.open();
      handler = to;
    } finally {
      lock.unlock();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>They are read anew each time, so there is nothing to watch here: where no interface of its
   * own changes, the switch asks again when it sees through TCP/IP that addresses have changed
   * (INI-6).
   */
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
    InetAddress address = local.getAddress();
    if (!address.isAnyLocalAddress() && !addresses().contains(ServedAddress.host(address))) {
      throw new AdapterException(AdapterError.ADDRESS_NOT_AVAILABLE, RouteReason.NOT_IN_SUBNET,
          address + " is no address of this host");
    }
    lock.lock();
    try {
      checkOpen();
      ExampleListener listener = new ExampleListener(this, local, backlog);
      if (listeners.putIfAbsent(local, listener) != null) {
        throw new AdapterException(
            AdapterError.ADDRESS_IN_USE, RouteReason.PROVIDER_FAILED, local + " is listened on");
      }
      return listener;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public QueuePair createQueuePair(Object context) throws AdapterException {
    lock.lock();
    try {
      checkOpen();
      ExampleQueuePair queuePair = new ExampleQueuePair(this, context);
      queuePairs.add(queuePair);
      return queuePair;
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() throws AdapterException {
    if (unplugged) {
      throw unpluggedException();
    }
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
  @Deactivate
  public void close() {
    events.close();
    lock.lock();
    try {
      handler = null;
      List.copyOf(listeners.values()).forEach(ExampleListener::close);
      List.copyOf(queuePairs).forEach(ExampleQueuePair::close);
    } finally {
      lock.unlock();
    }
  }

  /** Pulls the device out, for good: how a test makes an adapter fail as a whole. */
  public void unplug() {
    unplugged = true;
    tell(() -> true, to -> to.failed(unpluggedException()));
  }

  private static AdapterException unpluggedException() {
    return new AdapterException(
        AdapterError.ADAPTER_FAILED, RouteReason.NO_DEVICE, "the device was pulled out");
  }

  /** {@return how many listeners and queue pairs it holds; none when all is closed (CLO-8)} */
  public int held() {
    lock.lock();
    try {
      return listeners.size() + queuePairs.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells something to the handler, in the thread of processEvents.
   *
   * @param stillSo is asked under the lock, just before: what has passed meanwhile is not told
   * @param event what to tell, without the lock
   */
  void tell(BooleanSupplier stillSo, Consumer<AdapterHandler> event) {
    events.add(() -> {
      AdapterHandler to = handler;
      if (to != null && isSo(stillSo)) {
        event.accept(to);
      }
    });
  }

  private boolean isSo(BooleanSupplier condition) {
    lock.lock();
    try {
      return condition.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock: the listener that TCP/IP would reach: the most specific wins (LIS-4). */
  @Nullable
  ExampleListener listenerAt(InetSocketAddress remote) {
    ExampleListener exact = listeners.get(remote);
    if (exact != null) {
      return exact;
    }
    return listeners.values()
      .stream()
      .filter(each -> each.local().getPort() == remote.getPort())
      .filter(each -> each.local().getAddress().isAnyLocalAddress())
      .findFirst()
      .orElse(null);
  }

  /** Under the lock: an address that has a port, so that the peer can tell connections apart. */
  InetSocketAddress withPort(InetSocketAddress local) {
    if (local.getPort() != 0) {
      return local;
    }
    lastPort = lastPort == LAST_PORT ? FIRST_PORT : lastPort + 1;
    return new InetSocketAddress(local.getAddress(), lastPort);
  }

  /** Under the lock. */
  void forget(ExampleListener listener) {
    listeners.remove(listener.local(), listener);
  }

  /** Under the lock. */
  void forget(ExampleQueuePair queuePair) {
    queuePairs.remove(queuePair);
  }
}
