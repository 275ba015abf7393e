package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A call in a thread of its own that is expected to block. */
public final class Blocking {

  /** What sort of thread. */
  public enum On {
    PLATFORM, VIRTUAL;

    Thread unstarted(Runnable work) {
      return this == PLATFORM
          ? Thread.ofPlatform().daemon().unstarted(work)
          : Thread.ofVirtual().unstarted(work);
    }
  }

  private static final long BOUND = TimeUnit.SECONDS.toNanos(20);

  public final Thread thread;
  private volatile @Nullable Object result;
  private volatile @Nullable Throwable failure;
  private volatile boolean interruptedAfterwards;

  private Blocking(On on, Callable<?> call) {
    thread = on.unstarted(() -> {
      try {
        result = call.call();
      } catch (Throwable e) {
        failure = e;
      }
      interruptedAfterwards = Thread.currentThread().isInterrupted();
    });
  }

  /** Starts it. */
  public static Blocking start(On on, Callable<?> call) {
    Blocking blocking = new Blocking(on, call);
    blocking.thread.start();
    return blocking;
  }

  /** Starts it and waits until the thread blocks. */
  public static Blocking blocked(On on, Callable<?> call) {
    Blocking blocking = start(on, call);
    blocking.awaitBlocked();
    return blocking;
  }

  /** Waits until the thread blocks. */
  public void awaitBlocked() {
    long end = System.nanoTime() + BOUND;
    int seen = 0;
    while (seen < 3) {
      assertTrue(thread.isAlive(), () -> "did not block: " + result + " " + failure);
      assertTrue(System.nanoTime() < end, "does not block");
      seen = isBlocked() ? seen + 1 : 0;
      LockSupport.parkNanos(1_000_000);
    }
  }

  private boolean isBlocked() {
    Thread.State state = thread.getState();
    if (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING) {
      return true;
    }
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0 && stack[0].isNativeMethod()
        && stack[0].getClassName().startsWith("sun.nio.ch");
  }

  private void join() throws InterruptedException {
    assertTrue(thread.join(java.time.Duration.ofNanos(BOUND)),
        () -> "still blocked in " + java.util.List.of(thread.getStackTrace()));
  }

  /** {@return what it threw, which must be that very class} */
  public <T extends Throwable> T thrown(Class<T> type) throws InterruptedException {
    join();
    Throwable thrown = failure;
    if (thrown == null || thrown.getClass() != type) {
      return fail("expected " + type.getName() + " but: " + result, thrown);
    }
    return type.cast(thrown);
  }

  /** {@return what it threw} */
  public Throwable thrownAny() throws InterruptedException {
    join();
    Throwable thrown = failure;
    return thrown == null ? fail("expected an exception but: " + result) : thrown;
  }

  /** {@return whether it has ended within that time} */
  public boolean endsWithin(long millis) throws InterruptedException {
    return thread.join(java.time.Duration.ofMillis(millis));
  }

  /** {@return its result} */
  public Object result() throws InterruptedException {
    join();
    if (failure != null) {
      return fail("failed", failure);
    }
    return result;
  }

  /** {@return the interrupt status of the thread when the call had ended} */
  public boolean interruptedAfterwards() {
    return interruptedAfterwards;
  }
}
