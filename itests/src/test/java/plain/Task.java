package plain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Work in a thread of its own, whose end is waited for within a bound. */
public final class Task<T> {

  /** Of which kind the thread is. */
  public enum Kind {
    /** A daemon thread of the platform. */
    PLATFORM,
    /** A virtual thread. */
    VIRTUAL
  }

  private static final long BOUND_SECONDS = 30;
  private static final int SAMPLES = 4;
  private static final int SAMPLE_MILLIS = 10;

  private final FutureTask<T> future;
  private final Thread thread;

  /** Guard: volatile. What the kernel tells of the platform thread; null before it runs. */
  private volatile Path ofKernel;

  private Task(Kind kind, Callable<T> body) {
    future = new FutureTask<>(() -> {
      if (kind == Kind.PLATFORM) {
        ofKernel = Path.of("/proc/thread-self").toRealPath().resolve("stat");
      }
      return body.call();
    });
    thread = kind == Kind.VIRTUAL
        ? Thread.ofVirtual().unstarted(future)
        : Thread.ofPlatform().daemon().unstarted(future);
  }

  /** {@return work that has been started in a platform thread} */
  public static <T> Task<T> start(Callable<T> body) {
    return start(Kind.PLATFORM, body);
  }

  /** {@return work that has been started in a thread of that kind} */
  public static <T> Task<T> start(Kind kind, Callable<T> body) {
    Task<T> task = new Task<>(kind, body);
    task.thread.start();
    return task;
  }

  /** {@return work without a result that has been started in a thread of that kind} */
  static Task<Void> run(Kind kind, Expect.Body body) {
    return start(kind, () -> {
      body.run();
      return null;
    });
  }

  /** {@return work without a result that has been started in a platform thread} */
  static Task<Void> run(Expect.Body body) {
    return run(Kind.PLATFORM, body);
  }

  Thread thread() {
    return thread;
  }

  /** {@return whether it has ended} */
  public boolean isDone() {
    return future.isDone();
  }

  /** {@return the result} */
  public T get() throws Exception {
    return get(BOUND_SECONDS);
  }

  /** {@return the result, waited for at most so many seconds} */
  public T get(long seconds) throws Exception {
    try {
      return future.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      AssertionError error = new AssertionError("not done after " + seconds + " s");
      error.setStackTrace(thread.getStackTrace());
      throw error;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw (Error) e.getCause();
    }
  }

  /** {@return what it threw} */
  Throwable failure() {
    T result;
    try {
      result = get();
    } catch (Exception e) {
      return e;
    }
    throw new AssertionError("expected it to fail, it returned " + result);
  }

  /** Waits until the thread is inside a call that does not come back. */
  public void awaitBlocked() throws Exception {
    awaitBlocked(() -> 0);
  }

  /** Waits until the thread is inside a call and its progress has stopped. */
  void awaitBlocked(LongSupplier progress) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    long last = progress.getAsLong();
    int same = 0;
    while (same < SAMPLES) {
      if (future.isDone() || System.nanoTime() > end) {
        throw new AssertionError("did not block: " + (future.isDone() ? future : "it goes on"));
      }
      Thread.sleep(SAMPLE_MILLIS);
      long now = progress.getAsLong();
      same = now == last && isInsideCall() && isAsleep() ? same + 1 : 0;
      last = now;
    }
  }

  /** On a busy machine one that does not get on may be on its way into the call, or wait for a processor. */
  private boolean isAsleep() {
    if (thread.isVirtual()) {
      return thread.getState() != Thread.State.RUNNABLE;
    }
    Path status = ofKernel;
    if (status == null) {
      return false;
    }
    try {
      String line = Files.readString(status);
      return line.startsWith(") S", line.lastIndexOf(')'));
    } catch (IOException e) {
      // It has ended.
      return false;
    }
  }

  private boolean isInsideCall() {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0
        && !stack[0].getClassName().startsWith(Task.class.getPackageName() + ".")
        && Arrays.stream(stack)
          .anyMatch(f -> f.getClassName().startsWith(Task.class.getPackageName() + "."));
  }
}
