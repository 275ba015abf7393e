package org.sanswitch.impl.asynchronous;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The future of an operation, with the behaviour of the JDK's: a cancelled one is over for whoever
 * waits, and its channel may only be closed (BLK-8).
 *
 * <p>An operation over TCP/IP is the platform's: then this hands on to its future, and does what is
 * left to do when somebody looks at the result. So no thread has to wait for it.
 *
 * @param <V> type of the result
 */
final class OperationFuture<V> implements Future<V> {

  /** The channel whose operation it is. */
  interface Operation {
    /** The future was cancelled; called once at most, and never after its end. */
    void cancelled();

    /** The application has asked to interrupt: the channel is to be closed. */
    void closeChannel();

    /**
     * Somebody waits for the future: may wait here for what ends it. Ends early without cause, and when
     * the thread is interrupted (the status stays set).
     *
     * @param nanos how long at most; {@link Long#MAX_VALUE} for ever
     */
    default void await(long nanos) {}
  }

  /** Makes the result of that of the platform. */
  interface Finish<V> {
    @Nullable
    V finish(@Nullable V ofPlatform);
  }

  private final Operation operation;
  private final CountDownLatch decided = new CountDownLatch(1);

  // Guarded by this for writing; read when decided is at zero, or by volatile.
  private @Nullable V value;
  private @Nullable Throwable failure;
  private boolean cancelled;
  private volatile boolean over;
  private volatile @Nullable Future<V> platform;
  private @Nullable Finish<V> finish;
  private boolean finished;

  OperationFuture(Operation operation) {
    this.operation = operation;
  }

  /** The operation has ended; does nothing if it was cancelled. */
  void end(@Nullable V result, @Nullable Throwable why) {
    synchronized (this) {
      if (over) {
        return;
      }
      value = result;
      failure = why == null || why instanceof IOException ? why : new IOException(why);
      over = true;
    }
    decided.countDown();
  }

  /**
   * The platform does the rest.
   *
   * @param rest its future
   * @param then is run once before somebody gets a good result
   * @return whether it was taken; not if it was cancelled
   */
  boolean follow(Future<V> rest, Finish<V> then) {
    synchronized (this) {
      if (over) {
        return false;
      }
      finish = then;
      platform = rest;
    }
    decided.countDown();
    return true;
  }

  /** Does what is left to do if the platform has ended it and nobody has looked. */
  void settle() {
    Future<V> rest = platform;
    if (rest != null && rest.state() == State.SUCCESS) {
      finished(rest.resultNow());
    }
  }

  private synchronized @Nullable V finished(@Nullable V ofPlatform) {
    if (!finished && finish != null) {
      finished = true;
      value = finish.finish(ofPlatform);
    }
    return value;
  }

  @Override
  @SuppressWarnings("NullAway") // The result of a connect is null.
  public V get() throws InterruptedException, ExecutionException {
    if (!over) {
      operation.await(Long.MAX_VALUE);
      decided.await();
    }
    Future<V> rest = platform;
    return rest == null ? result() : finished(rest.get());
  }

  @Override
  @SuppressWarnings("NullAway") // As above.
  public V get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long start = System.nanoTime();
    if (!over) {
      operation.await(unit.toNanos(timeout));
      long left = unit.toNanos(timeout) - (System.nanoTime() - start);
      if (!decided.await(left, TimeUnit.NANOSECONDS)) {
        throw new TimeoutException();
      }
    }
    Future<V> rest = platform;
    if (rest == null) {
      return result();
    }
    long left = unit.toNanos(timeout) - (System.nanoTime() - start);
    return finished(rest.get(Math.max(0, left), TimeUnit.NANOSECONDS));
  }

  private synchronized @Nullable V result() throws ExecutionException {
    if (cancelled) {
      throw new CancellationException();
    }
    if (failure != null) {
      throw new ExecutionException(failure);
    }
    return value;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    Future<V> rest;
    synchronized (this) {
      rest = platform;
      if (rest == null) {
        if (over) {
          return false;
        }
        cancelled = true;
        over = true;
      }
    }
    if (rest == null) {
      operation.cancelled();
    } else if (!rest.cancel(false)) {
      return false;
    }
    if (mayInterruptIfRunning) {
      operation.closeChannel();
    }
    decided.countDown();
    return true;
  }

  @Override
  public boolean isCancelled() {
    Future<V> rest = platform;
    if (rest != null) {
      return rest.isCancelled();
    }
    synchronized (this) {
      return cancelled;
    }
  }

  @Override
  public boolean isDone() {
    Future<V> rest = platform;
    return rest == null ? over : rest.isDone();
  }
}
