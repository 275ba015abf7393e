package org.sanswitch.impl.session;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One direction of a session that one thread at a time may wait for. */
final class Waiter {

  private final BooleanSupplier ready;
  private final SpinPolicy.Budget budget;

  /** Guard: volatile; the thread that is parked or about to, set by itself. */
  private volatile @Nullable Thread parked;

  /** Guard: volatile; the thread that waits in the provider, set by itself. */
  private volatile @Nullable Thread driving;

  /** Guard: volatile; set by any, cleared by the waiting thread. */
  private volatile boolean woken;

  Waiter(BooleanSupplier ready, SpinPolicy.Budget budget) {
    this.ready = ready;
    this.budget = budget;
  }

  boolean isReady() {
    return ready.getAsBoolean();
  }

  SpinPolicy.Budget budget() {
    return budget;
  }

  void parked(@Nullable Thread thread) {
    parked = thread;
  }

  void driving(@Nullable Thread thread) {
    driving = thread;
  }

  @Nullable
  Thread driving() {
    return driving;
  }

  /** Ends the await, or the next one. */
  void wake() {
    woken = true;
    unpark();
  }

  boolean isWoken() {
    return woken;
  }

  /** {@return whether it was woken; forgets it} */
  boolean takeWake() {
    if (!woken) {
      return false;
    }
    woken = false;
    return true;
  }

  boolean isParked() {
    return parked != null;
  }

  /** Unparks the thread, if there is one, so that it looks again. */
  void unpark() {
    Thread thread = parked;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Unparks the thread if what it waits for has come. A full fence must come before.
   *
   * @return whether a thread stays parked
   */
  boolean signal() {
    Thread thread = parked;
    if (thread == null) {
      return false;
    }
    if (isReady()) {
      LockSupport.unpark(thread);
      return false;
    }
    return true;
  }
}
