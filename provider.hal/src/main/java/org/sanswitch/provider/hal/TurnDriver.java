package org.sanswitch.provider.hal;

import java.util.concurrent.TimeUnit;
import org.sanswitch.spi.ExtensionFunction;

/**
 * A thread of the switch that processes the adapter's events while it waits.
 *
 * <p>No wake is lost: who wakes says so, and then looks whether this sleeps; this says that it sleeps, and then
 * looks whether it was woken. The adapter remembers a wake-up for whoever waits next, which is this one, as
 * it holds the lock of {@link Turn} by then.
 */
final class TurnDriver implements ExtensionFunction.Driver {

  /** How long to wait for the progress thread, which was woken, to leave the adapter. */
  private static final long ENTER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Turn turn;

  /** Guard: written by the driving thread. Counts calls of drive. */
  private volatile long drives;

  /** Guard: written by the driving thread. It sleeps in the adapter, or is about to. */
  private volatile boolean asleep;

  /** Guard: written by anyone, forgotten by the driving thread. */
  private volatile boolean woken;

  /** Guard: the driving thread. As the turn said when it was taken. */
  private long sharedUntil;

  TurnDriver(Turn turn) {
    this.turn = turn;
  }

  /** {@return how often it has driven} */
  long drives() {
    return drives;
  }

  /** {@return whether it sleeps in the adapter} */
  boolean isAsleep() {
    return asleep;
  }

  @Override
  public boolean begin() {
    if (turn.isOf(this)) {
      return true;
    }
    sharedUntil = turn.sharedUntil();
    return turn.take(this);
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread at a time
  public int drive(long waitNanos) {
    if (!turn.isOf(this)) {
      return NOT_DRIVING;
    }
    drives++;
    if (turn.isInside() || !enter(waitNanos)) {
      return 0; // inside an upcall, or the progress thread is on its way out
    }
    try {
      return turn.isOf(this) ? process(waitNanos) : NOT_DRIVING;
    } finally {
      turn.inside.unlock();
      if (waitNanos > 0) {
        // The progress thread may have relied on the sleep.
        turn.recall.run();
      }
    }
  }

  private boolean enter(long waitNanos) {
    if (waitNanos == 0) {
      return turn.inside.tryLock();
    }
    try {
      return turn.inside.tryLock(Math.min(waitNanos, ENTER_NANOS), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private int process(long waitNanos) {
    boolean sleeps = waitNanos > 0 && sleeps();
    try {
      return turn.adapter.processEvents(sleeps ? waitNanos : 0);
    } catch (Throwable e) {
      // The progress thread finds out whether the adapter has failed for good.
      turn.log.warn("the adapter threw from processEvents", e);
      turn.give(this);
      return NOT_DRIVING;
    } finally {
      if (waitNanos > 0) {
        asleep = false;
        woken = false;
      }
    }
  }

  /** {@return whether it may sleep, of which everybody knows then; false if it was woken before} */
  boolean sleeps() {
    asleep = true;
    return !woken;
  }

  @Override
  public void away() {
    if (sharedUntil != turn.sharedUntil()) {
      end();
    }
  }

  @Override
  public void end() {
    turn.give(this);
  }

  @Override
  public void wake() {
    if (mustWake() && !turn.isInside()) {
      turn.adapter.wakeup();
    }
  }

  /** Notes a wake; {@return whether there is somebody to be woken in the adapter} */
  boolean mustWake() {
    woken = true;
    return asleep;
  }
}
