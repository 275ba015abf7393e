package org.sanswitch.impl.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection in memory: two provider sockets that carry messages to each other, in order.
 * Deterministic: without {@link #startProgress} messages and upcalls move only inside calls, and,
 * when {@link #manual} is set, only as far as {@link #arrive} lets them.
 */
final class FakeFabric implements AutoCloseable {

  /** What the fake provider can; greatest inject size 0 means that all memory is registered. */
  record Limits(
      int maxMessage, int maxInject, int maxReceives, boolean allocator, FakeRdma.Limits rdma) {
    /** Without RDMA. */
    Limits(int maxMessage, int maxInject, int maxReceives, boolean allocator) {
      this(maxMessage, maxInject, maxReceives, allocator, null);
    }

    /** {@return the same with RDMA, in operations of at most so many bytes} */
    Limits with(TransferWay way, int maxSize, int threshold) {
      return new Limits(
          maxMessage, maxInject, maxReceives, allocator,
          new FakeRdma.Limits(maxSize, threshold, way == TransferWay.READ));
    }

    static final Limits WIDE = new Limits(1 << 20, 1 << 20, 1_024, true);
    static final Limits STAGED = new Limits(65_536, 0, 1_024, true);
    static final Limits NARROW = new Limits(1_024, 64, 12, false);
  }

  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  final FakeEnd a;
  final FakeEnd b;

  /** What the sessions did that they must not. Guard: lock. */
  final List<String> offences = new ArrayList<>();

  /** Messages arrive by {@link #arrive} only. Guard: lock. */
  boolean manual;

  private volatile boolean stopped;

  FakeFabric(Limits limits) {
    this(limits, limits);
  }

  FakeFabric(Limits limitsOfA, Limits limitsOfB) {
    a = new FakeEnd("a", this, limitsOfA);
    b = new FakeEnd("b", this, limitsOfB);
    a.peer = b;
    b.peer = a;
  }

  /** Lets up to so many messages arrive at one end. */
  void arrive(FakeEnd end, int messages) {
    lock.lock();
    try {
      end.match(messages);
    } finally {
      lock.unlock();
    }
  }

  /** Lets everything arrive and makes all upcalls, in the calling thread. */
  boolean settle() {
    boolean moved = false;
    for (boolean again = true; again;) {
      arrive(a, Integer.MAX_VALUE);
      arrive(b, Integer.MAX_VALUE);
      again = a.drain();
      again |= b.drain();
      moved |= again;
    }
    return moved;
  }

  /** Starts a thread that makes upcalls as a provider does: at once if asked, else in a while. */
  FakeFabric startProgress() {
    Thread.ofPlatform().daemon().name("fake-progress").start(this::progress);
    return this;
  }

  private void progress() {
    while (!stopped) {
      lock.lock();
      try {
        if (!a.isUrgent() && !b.isUrgent()) {
          changed.awaitNanos(1_000_000);
        }
      } catch (InterruptedException e) {
        return;
      } finally {
        lock.unlock();
      }
      a.drain();
      b.drain();
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
