package org.sanswitch.impl.asynchronous;

import java.nio.channels.CompletionHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;

/** A handler that remembers what it was told, and on which thread. */
final class Told<V> implements CompletionHandler<V, @Nullable Object> {

  /** How often it was called, and how. */
  record End(@Nullable Object value, @Nullable Throwable failure, @Nullable Object attachment,
      Thread thread) {}

  private final CompletableFuture<End> end = new CompletableFuture<>();

  @Override
  public void completed(V value, @Nullable Object attachment) {
    tell(new End(value, null, attachment, Thread.currentThread()));
  }

  @Override
  public void failed(Throwable failure, @Nullable Object attachment) {
    tell(new End(null, failure, attachment, Thread.currentThread()));
  }

  private void tell(End how) {
    if (!end.complete(how)) {
      throw new AssertionError("told twice: " + how);
    }
  }

  boolean isTold() {
    return end.isDone();
  }

  End end() throws Exception {
    return end.get(AsyncKit.BOUND_SECONDS, TimeUnit.SECONDS);
  }

  Object value() throws Exception {
    End how = end();
    if (how.failure() != null) {
      return Assertions.fail("failed", how.failure());
    }
    return how.value();
  }

  /** {@return the failure, of exactly that class} */
  <X extends Throwable> X failure(Class<X> type) throws Exception {
    Throwable failure = end().failure();
    Assertions.assertNotNull(failure, () -> "completed");
    Assertions.assertEquals(type, failure.getClass(), () -> "" + failure);
    return type.cast(failure);
  }
}
