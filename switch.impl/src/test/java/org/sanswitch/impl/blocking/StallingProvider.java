package org.sanswitch.impl.blocking;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.impl.provider.Hosts;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WspProcedureTable;

/**
 * A provider that carries data between the sockets of one JVM, records every call of the switch, and
 * answers late or never where a test says so. It shows how the switch bounds what it waits for.
 */
final class StallingProvider implements SanServiceProvider {

  static final String NAME_OF_ALL = "stalling";
  static final int MAX_MESSAGE = 16_384;
  static final int MAX_INJECT = 64;
  static final int MAX_RECEIVES = 256;
  static final int MAX_RDMA = 100_000;
  static final int RDMA_THRESHOLD = 10_000;

  final ReentrantLock lock = new ReentrantLock();

  /** What the switch has called, looks apart. */
  final List<Downcall> downcalls = new CopyOnWriteArrayList<>();

  /** What the switch did that it must not. */
  final List<String> offences = new CopyOnWriteArrayList<>();

  /** Looks with WSPGetOverlappedResult. */
  final AtomicLong looks = new AtomicLong();

  /** Addresses that it serves. */
  final List<ServedAddress> addresses = List.of(ServedAddress.host(Hosts.LOCAL));

  private final Condition changed = lock.newCondition();

  /** Guard: lock. */
  private final Set<Stall> held = EnumSet.noneOf(Stall.class);

  /** Whether there is RDMA, and whether it reads. Guard: written before it is started. */
  private boolean rdma;

  private boolean reads;

  /** Every answer comes that much later. Guard: volatile. */
  private volatile long delayNanos;

  /** Whether memory is refused with WSAENOBUFS. Guard: volatile. */
  private volatile boolean refusesMemory;

  /** Guard: volatile; one for each WSPStartupEx. */
  private volatile @Nullable StallingTable table;

  /** {@return the service properties} */
  static Map<String, Object> properties() {
    return Map.of(NAME, NAME_OF_ALL, VERSION, "1", "service.ranking", 0, "service.id", 1L);
  }

  @Override
  public WspProcedureTable wspStartupEx(int version, ProtocolInfo tcpIp, UpcallTable upcalls) {
    StallingTable started = new StallingTable(this, upcalls);
    table = started;
    started.startProgress();
    return started;
  }

  /** Keeps answers of a sort back from now on. */
  void hold(Stall... sorts) {
    lock.lock();
    try {
      held.addAll(List.of(sorts));
    } finally {
      lock.unlock();
    }
  }

  /** Gives all answers that were kept back, and keeps none any longer. */
  void release() {
    lock.lock();
    try {
      held.clear();
      delayNanos = 0;
      StallingTable now = table;
      if (now != null) {
        now.sockets().forEach(StallingSocket::advance);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Has every answer come later. */
  void delayMillis(long millis) {
    delayNanos = TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** {@return this, with RDMA} */
  StallingProvider withRdma(boolean andRead) {
    rdma = true;
    reads = andRead;
    return this;
  }

  boolean hasRdma() {
    return rdma;
  }

  boolean readsByRdma() {
    return reads;
  }

  void refuseMemory(boolean refuses) {
    refusesMemory = refuses;
  }

  boolean refusesMemory() {
    return refusesMemory;
  }

  /** Guard: lock. */
  boolean holds(Stall sort) {
    return held.contains(sort);
  }

  /** {@return whether an answer may be given that was ready at that time} */
  boolean isDue(long since) {
    return System.nanoTime() - since >= delayNanos;
  }

  UpcallTable upcalls() {
    return table().upcalls();
  }

  StallingTable table() {
    StallingTable now = table;
    if (now == null) {
      throw new IllegalStateException("WSPStartupEx was not called");
    }
    return now;
  }

  /** Guard: lock. */
  void changed() {
    changed.signalAll();
  }

  /** Guard: lock, given up while waiting. */
  void awaitChange(long nanos) throws InterruptedException {
    changed.awaitNanos(nanos);
  }

  void offend(String what) {
    offences.add(what);
  }

  /** {@return the sockets that have had no last upcall, probes apart} */
  List<StallingSocket> open() {
    lock.lock();
    try {
      return table().sockets().stream().filter(socket -> !socket.isGone()).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is so of the sockets that are open. */
  void awaitOpen(Predicate<List<StallingSocket>> condition, String what) {
    Bounded.await(() -> {
      lock.lock();
      try {
        return condition.test(open());
      } finally {
        lock.unlock();
      }
    }, what);
  }

  /** {@return the calls from that many on; a copy, as other threads go on calling and a view would fail for it} */
  List<Downcall> since(int from) {
    return downcalls.stream().skip(from).toList();
  }

  /** {@return the calls of one function from that many calls on} */
  List<Downcall> since(int from, String function) {
    return since(from).stream().filter(call -> call.function().equals(function)).toList();
  }
}
