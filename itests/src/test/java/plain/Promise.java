package plain;

import java.nio.channels.CompletionHandler;
import java.util.concurrent.CompletableFuture;

/** A handler whose result can be waited for. */
final class Promise<V> extends CompletableFuture<V> implements CompletionHandler<V, Object> {

  @Override
  public void completed(V value, Object attachment) {
    if (!complete(value)) {
      throw new AssertionError("told twice, now of " + value);
    }
  }

  @Override
  public void failed(Throwable failure, Object attachment) {
    if (!completeExceptionally(failure)) {
      throw new AssertionError("told twice", failure);
    }
  }
}
