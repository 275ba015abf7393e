package org.sanswitch.bench.program;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Round trips that other threads drive for some time, one after the other, while one thread waits for
 * the last of them. {@code goesOn} is called by one thread at a time.
 */
final class Burst {

  private static final long GRACE_SECONDS = 30;

  private final long start = System.nanoTime();
  private final long nanos;
  private final CompletableFuture<Long> done = new CompletableFuture<>();
  private long count;

  /** Begins; it lasts so long, or a little longer. */
  Burst(long nanos) {
    this.nanos = nanos;
  }

  long start() {
    return start;
  }

  /** Counts a round trip. {@return whether there is to be another one} */
  boolean goesOn(long now) {
    count++;
    boolean more = now - start < nanos && !done.isDone();
    if (!more) {
      done.complete(count);
    }
    return more;
  }

  void failed(Throwable cause) {
    done.completeExceptionally(cause);
  }

  /** {@return how many round trips there were} */
  long await() throws IOException {
    return await(done, nanos);
  }

  /** Waits for what should be there after that time, or a little later. */
  static <T> T await(Future<T> future, long nanos) throws IOException {
    try {
      return future.get(nanos + TimeUnit.SECONDS.toNanos(GRACE_SECONDS), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("not over " + GRACE_SECONDS + " s after its time of " + nanos + " ns",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
