package org.sanswitch.provider.emu.fault;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.CompletionQueue;

/**
 * Completions that come late or never, and break the connection after so many. What the hardware
 * has completed waits here until it is due; what is posted in a stall never reaches the hardware.
 */
final class FaultyCompletionQueue implements CompletionQueue {

  /** An operation that is complete, and when to tell. */
  private record Done(long id, AdapterError error, int bytes, long due) {}

  private final CompletionQueue hardware;
  private final ConnectionFaults faults;
  private final Timers timers;
  /** Most operations that are held; the hardware would not take more either. */
  private final int heldBound;
  private final Runnable drop;
  private final Runnable ready;
  private final Sleeper sleeper = new Sleeper();
  private final Sink arrival = this::arrived;
  /** Filled and emptied by the polling thread; others look at its head. */
  private final Queue<Done> waiting = new ConcurrentLinkedQueue<>();
  /** What was posted in a stall; from the sending to the polling thread. */
  private final Queue<Long> held = new ConcurrentLinkedQueue<>();
  private final AtomicInteger heldCount = new AtomicInteger();
  private final AtomicBoolean armed = new AtomicBoolean();
  /** Guard: the polling thread. Operations told to be complete. */
  private int completed;
  /** Guard: the polling thread. When the last of those that wait is due. */
  private long lastDue;
  /** Guard: volatile, set once by the polling thread. */
  private volatile boolean stalled;
  /** Guard: this for writing, set once. What becomes of the operations under way. */
  private volatile @Nullable AdapterError end;

  /**
   * Makes the queue.
   *
   * @param hardware where completions come from
   * @param faults what goes wrong
   * @param timers tells the time
   * @param maxSends most operations under way
   * @param drop breaks the connection
   * @param ready tells, later and in the event thread, that an armed queue has something
   */
  FaultyCompletionQueue(
      CompletionQueue hardware,
      ConnectionFaults faults,
      Timers timers,
      int maxSends,
      Runnable drop,
      Runnable ready) {
    this.hardware = hardware;
    this.faults = faults;
    this.timers = timers;
    this.heldBound = maxSends;
    this.drop = drop;
    this.ready = ready;
    this.stalled = faults.stall() == 0;
  }

  /** {@return whether operations do not complete, and the connection has not ended} */
  boolean isStalled() {
    return stalled && end == null;
  }

  /** Takes an operation that does not complete before the end; for the sending thread. */
  AdapterError hold(long id) {
    if (heldCount.incrementAndGet() > heldBound) {
      heldCount.decrementAndGet();
      return AdapterError.NO_RESOURCES;
    }
    held.add(id);
    if (end != null) {
      ready.run();
    }
    return AdapterError.OK;
  }

  /** The connection ends: everything completes now. The first end counts. */
  void end(AdapterError how) {
    synchronized (this) {
      if (end == null) {
        end = how;
      }
    }
    sleeper.wake();
    fire();
  }

  private void fire() {
    if (armed.compareAndSet(true, false)) {
      ready.run();
    }
  }

  @Override
  public int poll(Sink sink, int max) {
    if (isStalled()) {
      return 0;
    }
    int arriving = hardware.poll(arrival, max);
    int taken = 0;
    Done next;
    while (taken < max && (next = nextDue()) != null) {
      waiting.remove();
      taken++;
      tell(sink, next);
    }
    return end == null || arriving == max ? taken : taken + flush(sink, max - taken);
  }

  private void arrived(long id, AdapterError error, int bytes) {
    lastDue = Math.max(lastDue, timers.now() + faults.delayNanos());
    waiting.add(new Done(id, error, bytes, lastDue));
  }

  private @Nullable Done nextDue() {
    Done next = waiting.peek();
    if (next == null || end != null) {
      return next;
    }
    return stalled || next.due > timers.now() ? null : next;
  }

  private void tell(Sink sink, Done done) {
    if (done.error == AdapterError.OK) {
      completed++;
      if (completed == faults.stall()) {
        stalled = true;
      }
      if (completed == faults.drop()) {
        drop.run();
      }
    }
    AdapterError how = end;
    boolean ended = done.error == AdapterError.FLUSHED && how != null;
    sink.completed(done.id, ended ? Objects.requireNonNull(how) : done.error, done.bytes);
  }

  /** Completes what was held, once all that the hardware took is complete. */
  private int flush(Sink sink, int max) {
    int taken = 0;
    AdapterError how = end;
    while (how != null && taken < max && waiting.isEmpty()) {
      Long id = held.poll();
      if (id == null) {
        break;
      }
      heldCount.decrementAndGet();
      taken++;
      sink.completed(id, how, 0);
    }
    return taken;
  }

  @Override
  public boolean arm() {
    Done next = waiting.peek();
    if (!isStalled() && next == null && held.isEmpty()) {
      return hardware.arm();
    }
    armed.set(true);
    if (end != null || !stalled && next != null && next.due <= timers.now()) {
      return !armed.compareAndSet(true, false);
    }
    if (!stalled && next != null) {
      timers.at(next.due, this::fire);
    }
    return true;
  }

  @Override
  public void await(long nanos) {
    Done next = waiting.peek();
    long late = faults.wakeupNanos();
    if (isStalled()) {
      sleeper.sleep(nanos);
    } else if (late > 0 && end == null) {
      sleeper.sleep(Math.min(nanos, late));
    } else if (next == null || end != null) {
      hardware.await(nanos);
    } else {
      sleeper.sleep(Math.clamp(next.due - timers.now(), 0, nanos));
    }
  }

  @Override
  public void wake() {
    sleeper.wake();
    hardware.wake();
  }
}
