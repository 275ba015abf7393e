package org.sanswitch.impl.channels;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.session.ConnectAttempt;

/** An attempt that ends when a test says so, or is never answered. */
final class FakeAttempt implements ConnectAttempt {

  /** How it ends. */
  private final @Nullable Outcome planned;

  /** Null in it: cancelled. */
  private final CompletableFuture<@Nullable Outcome> end = new CompletableFuture<>();

  FakeAttempt(@Nullable Outcome planned) {
    this.planned = planned;
  }

  /** Ends it as planned, if it is not cancelled. */
  void end() {
    if (planned != null) {
      end.complete(planned);
    }
  }

  boolean isCancelled() {
    return end.isDone() && end.join() == null;
  }

  @Override
  public @Nullable Outcome await(long nanos) {
    try {
      return nanos == 0 ? end.getNow(null) : end.get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void whenEnded(Runnable told) {
    end.thenAccept(outcome -> {
      if (outcome != null) {
        told.run();
      }
    });
  }

  @Override
  public void cancel() {
    end.complete(null);
  }
}
