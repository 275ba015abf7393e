package org.sanswitch.impl.asynchronous;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.InterruptedByTimeoutException;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.session.SanStream;

/**
 * Reads, or writes, of a channel over a SAN: one at a time. What cannot be done at once is pending, and
 * is done by a thread of the group when the session tells that there is something to do (CMP-1).
 *
 * <p>The lock is held while the session is asked to transfer, which does not block: so whoever ends an
 * operation otherwise, by time, cancellation or close, knows that nothing touches its buffers any more
 * (BLK-5), or waits for RDMA that does (BLK-6). Handlers are never called with it, and upcalls never take it.
 */
abstract sealed class SanDirection permits SanReader, SanWriter {

  /** There is nothing to do now. */
  static final long NOT_NOW = 0;

  private final SanTransfers transfers;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guard: lock for writing, volatile for reading. */
  private volatile @Nullable Transfer pending;

  /** Guard: lock. Whether there is an operation, pending or being done. */
  private boolean busy;

  /** Guard: lock; goes from false to true once. An operation was given up (BLK-8). */
  private boolean killed;

  /** Guard: lock. Whether RDMA may use the buffer of what is pending. */
  private boolean lent;

  /** Guard: volatile; goes from false to true once, before the session is closed. */
  private volatile boolean closed;

  /** Guard: atomic. Whether somebody is on the way to go on with what is pending. */
  private final AtomicBoolean coming = new AtomicBoolean();

  /**
   * The thread that looks by itself for what is pending: nobody else is sent for it, and the session need
   * not tell promptly. Guard: atomic.
   */
  private final AtomicReference<@Nullable Thread> looking = new AtomicReference<>();

  private final AwakeWait awake;

  SanDirection(SanTransfers transfers, SanStream stream) {
    this.transfers = transfers;
    awake = new AwakeWait(stream, transfers.core().newAwakeBudget());
  }

  /** Says that an operation was given up. */
  abstract IllegalStateException killedException();

  /** Says that there is an operation already. */
  abstract IllegalStateException pendingException();

  /** {@return whether this direction is shut down} */
  abstract boolean isShut();

  /** {@return the result of an operation after the shutdown} */
  abstract long shutResult() throws IOException;

  /** Transfers what can be; {@return number of bytes, {@link #NOT_NOW}, or -1 for the end} */
  abstract long transfer(Transfer operation) throws IOException;

  /** {@return whether {@link #transfer} would not return NOT_NOW, without looking into the provider} */
  abstract boolean isReady();

  /** Waits in the session until it is ready, as {@link SanStream#awaitReadable}. */
  abstract boolean await(long nanos);

  /** Ends an await, or the next one. */
  abstract void wake();

  /** As {@link #transfer}, but RDMA may go straight between the buffer and the peer. */
  abstract long transferAwaited(ByteBuffer buffer) throws IOException;

  /** Waits within a bound until RDMA has done with the buffer (BLK-6, BLK-7). */
  abstract void settleStream();

  final SanTransfers transfers() {
    return transfers;
  }

  final boolean isClosed() {
    return closed;
  }

  boolean isPending() {
    return pending != null;
  }

  /**
   * Begins an operation.
   *
   * @param timeout how long it may take, not above 0 for ever
   * @return the future of the operation, where it has one
   * @throws IllegalStateException of several kinds, as the JDK
   */
  final Future<Number> begin(Transfer operation, long timeout, TimeUnit unit) {
    Outcome outcome = null;
    lock.lock();
    try {
      if (killed) {
        throw killedException();
      }
      if (busy) {
        throw pendingException();
      }
      if (isShut()) {
        outcome = shut(operation);
      } else if (operation.isNothing()) {
        outcome = new Outcome(operation.result(0), null);
      } else {
        busy = true;
        outcome = attempt(operation);
        if (outcome == null) {
          leavePending(operation, timeout, unit);
        } else {
          busy = false;
        }
      }
    } finally {
      lock.unlock();
    }
    if (outcome == null) {
      if (!Handlers.looksAfterwards(this)) {
        haveTold();
      }
    } else {
      operation.completion.endHere(outcome.count, outcome.failure);
    }
    return operation.completion.returned();
  }

  /** How an operation ended: a number or a failure. */
  private record Outcome(@Nullable Number count, @Nullable Throwable failure) {}

  private void leavePending(Transfer operation, long timeout, TimeUnit unit) {
    pending = operation;
    if (timeout > 0) {
      operation.timer(transfers.background().schedule(() -> expire(operation), timeout, unit));
    }
  }

  private Outcome shut(Transfer operation) {
    try {
      return new Outcome(operation.result(shutResult()), null);
    } catch (IOException e) {
      return new Outcome(null, e);
    }
  }

  /** {@return the outcome, or null if there is nothing to do now} */
  private @Nullable Outcome attempt(Transfer operation) {
    if (closed) {
      return new Outcome(null, new AsynchronousCloseException());
    }
    if (!operation.hasRemaining()) {
      return new Outcome(operation.result(0), null);
    }
    try {
      long count = transfer(operation);
      return count == NOT_NOW ? null : new Outcome(operation.result(count), null);
    } catch (IOException | RuntimeException e) {
      return new Outcome(null, e);
    }
  }

  /**
   * The session may have become ready: sends somebody to go on with what is pending. May be called
   * inside upcalls.
   */
  final void tell() {
    Transfer operation = pending;
    if (operation != null && looking.get() == null && isReady()
        && coming.compareAndSet(false, true)) {
      transfers.group().end(this::goOn, operation.completion.hasHandler());
    }
  }

  /** Goes on with what is pending: on a thread of the group if there is a handler. */
  private void goOn() {
    coming.set(false);
    Transfer operation;
    Outcome outcome = null;
    lock.lock();
    try {
      operation = pending;
      if (operation != null) {
        outcome = attempt(operation);
      }
      if (outcome != null) {
        take();
      }
    } finally {
      lock.unlock();
    }
    if (operation == null) {
      return;
    }
    if (outcome == null) {
      haveTold();
      return;
    }
    transfers.watch();
    wakeLooking();
    operation.completion.endInGroup(outcome.count, outcome.failure);
  }

  /** Nobody looks for what is pending any more: the session has to tell. */
  final void haveTold() {
    transfers.watch();
    tell();
  }

  /** {@return whether something is pending that no thread looks for by itself} */
  final boolean needsTelling() {
    return pending != null && looking.get() == null;
  }

  /**
   * A thread of the group has begun what is pending in a handler, and has nothing else to do now: stays
   * awake for it as long as that pays, and goes on with it; else has the session tell.
   */
  final void lookInGroup() {
    boolean ready = false;
    if (looking.compareAndSet(null, Thread.currentThread())) {
      ready = awake.until(this::isReady, this::isPending);
      looking.set(null);
    }
    if (ready && pending != null && coming.compareAndSet(false, true)) {
      goOn();
    } else {
      haveTold();
    }
  }

  /** The thread that waits for the future of an operation may as well wait in the session. */
  final void await(Transfer operation, long nanos) {
    if (!looking.compareAndSet(null, Thread.currentThread())) {
      return;
    }
    long start = System.nanoTime();
    long left = nanos;
    while (pending == operation && left > 0 && !Thread.currentThread().isInterrupted()) {
      await(left);
      if (isReady() && coming.compareAndSet(false, true)) {
        goOn();
      }
      left = nanos == Long.MAX_VALUE ? nanos : nanos - (System.nanoTime() - start);
    }
    looking.set(null);
    if (pending != null) {
      haveTold();
    }
  }

  /** What was pending is not any more: whoever looks for it, and knows nothing of that, has to stop. */
  private void wakeLooking() {
    Thread thread = looking.get();
    if (thread != null && thread != Thread.currentThread()) {
      wake();
    }
  }

  /** Takes what is pending. Guard: lock. */
  private @Nullable Transfer take() {
    Transfer operation = pending;
    if (operation != null) {
      operation.stopTimer();
      pending = null;
      busy = false;
    }
    return operation;
  }

  /** Transfers with a buffer that stays lent while there is nothing to do now. Guard: lock. */
  final long transferLarge(ByteBuffer buffer) throws IOException {
    long count = NOT_NOW + 1;
    lent = true;
    try {
      count = transferAwaited(buffer);
      return count;
    } finally {
      if (count != NOT_NOW) {
        settle();
      }
    }
  }

  /** What the buffer was lent for is over. Guard: lock. */
  final void settle() {
    if (takeLent()) {
      settleStream();
    }
  }

  private boolean takeLent() {
    boolean before = lent;
    lent = false;
    return before;
  }

  /**
   * Takes an operation that is given up, with all that may follow (BLK-8).
   *
   * @return whether it was lent, or null if it is not pending
   */
  private @Nullable Boolean takeAndKill(Transfer operation) {
    boolean wasLent;
    lock.lock();
    try {
      if (pending != operation) {
        return null;
      }
      take();
      wasLent = takeLent();
      killed = true;
    } finally {
      lock.unlock();
    }
    transfers.watch();
    wakeLooking();
    return wasLent;
  }

  /** Tells of a failure, once nothing touches the buffer: a thread that waits for that is made. */
  private void fail(Transfer operation, boolean wasLent, IOException failure) {
    if (wasLent) {
      Thread.ofVirtual().name("sanswitch-settle").start(() -> {
        settleStream();
        try {
          operation.completion.endLater(null, failure);
        } catch (ShutdownChannelGroupException e) {
          // The group has ended meanwhile: nobody is left to be told.
        }
      });
    } else {
      operation.completion.endLater(null, failure);
    }
  }

  /** Its time is over (BLK-8: nothing but close is sure afterwards). */
  private void expire(Transfer operation) {
    Boolean wasLent = takeAndKill(operation);
    if (wasLent != null) {
      fail(operation, wasLent, new InterruptedByTimeoutException());
    }
  }

  /** Its future was cancelled; returns when nothing touches the buffer. */
  final void cancel(Transfer operation) {
    Boolean wasLent = takeAndKill(operation);
    if (wasLent == null) {
      kill();
    } else if (wasLent) {
      settleStream();
    }
  }

  /** No operation is allowed any more. */
  final void kill() {
    lock.lock();
    try {
      killed = true;
    } finally {
      lock.unlock();
    }
  }

  /** The session is about to be closed: what it says from now on is because of that. */
  final void closing() {
    closed = true;
  }

  /** The session is closed. */
  final void close() {
    Transfer operation;
    boolean wasLent;
    lock.lock();
    try {
      operation = take();
      wasLent = takeLent();
    } finally {
      lock.unlock();
    }
    if (operation != null) {
      fail(operation, wasLent, new AsynchronousCloseException());
    }
  }
}
