package org.sanswitch.impl.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How reader and writer of a session wait: awake at first; then one platform thread, the driver,
 * sleeps inside the provider, which is one hop; any other parks, and an upcall unparks it.
 *
 * <p>No wake-up is lost: a waiting thread publishes that it waits (volatile), and looks again before
 * it sleeps; whoever changes what it waits for does so before a full fence, and looks for waiting
 * threads after it.
 */
final class Waiters {

  /** Longest sleep in one go, so that a wake-up that a provider loses is no hang. */
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(100);

  /** Longest sleep while the provider has no room for sends, of whose end nobody tells. */
  private static final long STUCK_SLICE = TimeUnit.MILLISECONDS.toNanos(1);

  /** Looks between two looks at the clock. */
  private static final int ROUNDS = 16;

  private final Session session;
  private final Wire wire;
  private final Waiter reader;
  private final Waiter writer;

  /** Guard: atomic; whose thread drives the provider, null for nobody. */
  private final AtomicReference<@Nullable Waiter> driver = new AtomicReference<>();

  Waiters(Session session, Waiter reader, Waiter writer) {
    this.session = session;
    wire = session.wire();
    this.reader = reader;
    this.writer = writer;
  }

  Waiter reader() {
    return reader;
  }

  Waiter writer() {
    return writer;
  }

  /**
   * Waits until the waiter is ready, woken, interrupted or out of time.
   *
   * @return whether it is ready
   */
  boolean await(Waiter waiter, long nanos) {
    if (waiter.isReady()) {
      return true;
    }
    if (isOver(waiter)) {
      return waiter.isReady();
    }
    SpinPolicy.Budget budget = waiter.budget();
    int looks = budget.isWorthALook() ? ROUNDS : 1;
    if (look(waiter, looks)) {
      return waiter.isReady();
    }
    long start = System.nanoTime();
    boolean virtual = Thread.currentThread().isVirtual();
    long awake = Math.min(budget.begin(virtual, start), nanos);
    if (awake > 0) {
      if (stayAwake(waiter, start, awake)) {
        return waiter.isReady();
      }
    }
    boolean ready = sleep(waiter, start, nanos, virtual);
    budget.slept(System.nanoTime() - start);
    return ready;
  }

  private static boolean isOver(Waiter waiter) {
    return Thread.currentThread().isInterrupted() || waiter.takeWake();
  }

  private boolean look(Waiter waiter, int rounds) {
    for (int i = 0; i < rounds; i++) {
      wire.poll();
      if (waiter.isReady() || waiter.isWoken()) {
        return waiter.isReady() || isOver(waiter);
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private boolean stayAwake(Waiter waiter, long start, long nanos) {
    long before = start;
    while (true) {
      boolean over = look(waiter, ROUNDS) || isOver(waiter);
      long now = System.nanoTime();
      if (over || now - start >= nanos) {
        waiter.budget().end(over, now - before, now);
        return over;
      }
      before = now;
    }
  }

  private boolean sleep(Waiter waiter, long start, long nanos, boolean virtual) {
    try {
      while (!waiter.isReady() && !isOver(waiter)) {
        long left = nanos == Long.MAX_VALUE ? SLICE : nanos - (System.nanoTime() - start);
        if (left <= 0) {
          return waiter.isReady();
        }
        left = Math.min(left, session.sender().isStuck() ? STUCK_SLICE : SLICE);
        if (!virtual && drives(waiter)) {
          drive(waiter, left);
        } else {
          park(waiter, left);
        }
      }
      return waiter.isReady();
    } finally {
      stopDriving(waiter);
    }
  }

  private boolean drives(Waiter waiter) {
    return driver.get() == waiter || driver.compareAndSet(null, waiter);
  }

  private void drive(Waiter waiter, long nanos) {
    waiter.driving(Thread.currentThread());
    if (!waiter.isReady() && !waiter.isWoken()) {
      wire.await(nanos);
    }
  }

  private void park(Waiter waiter, long nanos) {
    waiter.parked(Thread.currentThread());
    try {
      if (waiter.isReady() || waiter.isWoken()) {
        return;
      }
      wire.pollAndNotify();
      if (!waiter.isReady() && !waiter.isWoken()) {
        LockSupport.parkNanos(this, nanos);
      }
    } finally {
      waiter.parked(null);
    }
  }

  /** Hands the driving over: the other thread, if parked, wakes and drives. */
  private void stopDriving(Waiter waiter) {
    if (driver.get() == waiter) {
      waiter.driving(null);
      driver.set(null);
      other(waiter).unpark();
    }
  }

  private Waiter other(Waiter waiter) {
    return waiter == reader ? writer : reader;
  }

  /** Ends the await of one, or its next one. */
  void wake(Waiter waiter) {
    waiter.wake();
    if (driver.get() == waiter) {
      wire.wakeWaiters();
    }
  }

  /** Has all look again, because something changed that no upcall tells. */
  void wakeAll() {
    reader.unpark();
    writer.unpark();
    if (driver.get() != null) {
      wire.wakeWaiters();
    }
  }

  /**
   * Wakes whoever can go on, after an upcall and a full fence.
   *
   * @return whether the provider should be asked to tell promptly again
   */
  boolean signal() {
    boolean parked = reader.signal();
    parked |= writer.signal();
    Waiter now = driver.get();
    if (now == null) {
      return parked;
    }
    if (now.driving() != Thread.currentThread() && now.isReady()) {
      wire.wakeWaiters();
    }
    return false;
  }
}
