package org.sanswitch.provider.hal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.CompletionQueue;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.WsaError;

/**
 * Takes completions of one socket from the adapter and tells the switch: in order, one at a time,
 * each exactly once, whichever thread drives (CMP-2, CMP-3).
 *
 * <p>Whoever gets the drain lock is the owner: it polls inside the adapter, steps out if there are
 * upcalls to make, and looks again. An upcall may call down for the same socket: posts need no ownership,
 * and a nested poll finds the lock taken and returns at once. No completion is lost between one that
 * could not get the lock and the owner that leaves: who needs a promise sets AGAIN, and then the
 * owner looks again and arms before it leaves.
 */
final class Completions {

  private static final VarHandle TOLD;

  static {
    try {
      TOLD = MethodHandles.lookup().findVarHandle(Completions.class, "told", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What {@link #drain} returns when another thread is the owner. */
  static final int BUSY = -1;

  /** Rounds after which an owner lets other sockets have their turn. */
  private static final int MAX_ROUNDS = 64;

  private final HalConnection connection;
  private final HalSocket socket;
  private final DrainLock lock;
  private final CompletionQueue queue;
  private final SendQueue sends;
  private final ReceiveQueue receives;
  private final EarlyReceive early;
  private final Batch batch;

  /** Guard: written by the owner only, through {@link #TOLD}. Changes when something completes. */
  private int told;

  /** Guard: the owner. It has stepped out of the adapter. */
  private boolean outside;

  /** Set once: the queue pair can only be closed, and must not be polled. */
  private volatile boolean dead;

  /**
   * Makes it.
   *
   * @param connection what it is a part of
   * @param lock the drain lock
   * @param sends the sends
   * @param receives the receives
   */
  Completions(
      HalConnection connection, DrainLock lock, SendQueue sends, ReceiveQueue receives) {
    this.connection = connection;
    this.socket = connection.socket;
    this.lock = lock;
    this.queue = connection.queuePair.completions();
    this.sends = sends;
    this.receives = receives;
    this.early = receives.early;
    this.batch = new Batch(early);
  }

  /** {@return a number that changes when an operation completes} */
  int told() {
    return (int) TOLD.getAcquire(this);
  }

  /** From now on the queue pair can only be closed. */
  void die() {
    dead = true;
  }

  /** {@return whether the queue pair can only be closed} */
  boolean isDead() {
    return dead;
  }

  /**
   * Completes what is complete. Never blocks.
   *
   * @param arm whether the adapter must be armed when nothing is left; where another thread is the
   *     owner, it does both
   * @return number of operations that were completed by this call, or {@link #BUSY}
   */
  int drain(boolean arm) {
    if (!(arm ? lock.ownOrAsk() : lock.tryOwn())) {
      return BUSY;
    }
    int count = collect();
    if (count == 0 && !arm) {
      lock.leave();
      return 0;
    }
    return drainOwned(arm, count);
  }

  private int drainOwned(boolean arm, int first) {
    boolean armWanted = arm;
    int count = first;
    int total = 0;
    for (int round = 0;; round++) {
      if (count == 0) {
        armWanted |= lock.takeAgain();
        if (armWanted && connection.closing.tryFinish()) {
          return total;
        }
        if (!armWanted || arm()) {
          lock.leave();
          break;
        }
        if (round >= MAX_ROUNDS) {
          lock.leave();
          connection.drainLater(false);
          break;
        }
      } else {
        total += tell(count);
        // Without upcalls this round it is inside still, maybe with what an earlier round was asked.
        armWanted |= !outside && lock.takeAgain();
        if (!armWanted && tryLeave()) {
          break;
        }
        stepIn();
        if (round >= MAX_ROUNDS) {
          lock.leave();
          connection.drainLater(true);
          break;
        }
      }
      count = collect();
    }
    return total;
  }

  /** Owner, inside the adapter: takes what is complete. */
  private int collect() {
    batch.clear();
    if (early.isReady()) {
      early.deliver(batch);
    }
    if (!dead) {
      try {
        queue.poll(batch, Batch.CAPACITY);
      } catch (Throwable e) {
        connection.log().warn("the adapter threw from poll", e);
      }
    }
    return batch.count();
  }

  /** Owner, inside the adapter: {@return whether it is armed; false to look again} */
  private boolean arm() {
    if (dead) {
      return true;
    }
    try {
      return queue.arm();
    } catch (Throwable e) {
      connection.log().warn("the adapter threw from arm", e);
      return true;
    }
  }

  /** Owner, inside the adapter: steps out of it, if need be, before user code is called. */
  private void stepOut() {
    if (!outside) {
      outside = true;
      lock.beginUpcalls();
    }
  }

  /** Owner: steps into the adapter again, if need be. */
  private void stepIn() {
    if (outside) {
      outside = false;
      lock.resume();
    }
  }

  /** Owner: {@return whether it is the owner no longer; false if it was asked to look again} */
  private boolean tryLeave() {
    if (!outside) {
      lock.leave(); // nobody could ask meanwhile
      return true;
    }
    outside = false;
    if (lock.tryLeave()) {
      return true;
    }
    outside = true;
    return false;
  }

  /**
   * Owner, inside the adapter: tells what was collected. As long as all of it is poll only, no code
   * of the switch is called, and so there is no need to step out.
   */
  private int tell(int count) {
    SocketState state = socket.state();
    int completed = 0;
    for (int i = 0; i < count; i++) {
      AdapterError error = batch.error(i);
      boolean ok = error == AdapterError.OK;
      WsaError status = ok ? WsaError.NO_ERROR : WsaErrors.ofCompletion(error, state);
      if (complete(batch.id(i), status, ok ? batch.bytes(i) : 0)) {
        completed++;
      }
    }
    TOLD.setRelease(this, told + 1);
    return completed;
  }

  /** Owner: memory first (CLO-3), then the place, the status, and the upcall. */
  private boolean complete(long id, WsaError status, int bytes) {
    boolean send = id < ReceiveQueue.FIRST_ID;
    Overlapped overlapped =
        send ? sends.slots.complete(id) : receives.slots.complete(id - ReceiveQueue.FIRST_ID);
    if (overlapped == null) {
      connection.log().warn("the adapter completed id " + id + ", which is not under way", null);
      return false;
    }
    tell(overlapped, status, bytes);
    return true;
  }

  private void tell(Overlapped overlapped, WsaError status, int bytes) {
    boolean silent = overlapped.isPollOnly();
    if (!silent) {
      stepOut();
    }
    overlapped.complete(status, bytes);
    if (!silent) {
      socket.wpuCompleteOverlappedRequest(overlapped);
    }
  }

  /** Owner, with both post locks: {@return whether operations are under way} */
  boolean isPending() {
    return sends.slots.isPending() || receives.slots.isPending();
  }

  /**
   * Owner for good, after the queue pair was closed: completes what the adapter did not, oldest
   * first.
   *
   * @param status how
   * @return number of operations
   */
  int completeAll(WsaError status) {
    outside = true;
    return completeAll(sends.slots, status) + completeAll(receives.slots, status);
  }

  private int completeAll(Slots slots, WsaError status) {
    int completed = 0;
    int oldest = slots.oldest();
    for (int i = 0; i < slots.count(); i++) {
      Overlapped overlapped = slots.complete((oldest + i) % slots.count());
      if (overlapped != null) {
        tell(overlapped, status, 0);
        completed++;
      }
    }
    return completed;
  }
}
