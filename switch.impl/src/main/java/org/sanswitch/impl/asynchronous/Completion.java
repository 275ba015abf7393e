package org.sanswitch.impl.asynchronous;

import java.nio.channels.CompletionHandler;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Who is told how an operation ends: a handler of the application, or a future.
 *
 * @param <V> type of the result
 */
final class Completion<V> {

  private final SwitchGroup group;
  private final @Nullable CompletionHandler<V, @Nullable Object> handler;
  private final @Nullable Object attachment;
  private final @Nullable OperationFuture<V> future;

  private Completion(SwitchGroup group,
      @Nullable CompletionHandler<V, @Nullable Object> handler, @Nullable Object attachment,
      @Nullable OperationFuture<V> future) {
    this.group = group;
    this.handler = handler;
    this.attachment = attachment;
    this.future = future;
  }

  /** {@return a handler with its attachment} */
  @SuppressWarnings("unchecked") // The handler gets its own attachment back, and nothing else.
  static <V, A> Completion<V> handler(SwitchGroup group, A attachment,
      CompletionHandler<? super V, ? super A> handler) {
    return new Completion<>(group,
        (CompletionHandler<V, @Nullable Object>) (CompletionHandler<?, ?>) handler, attachment,
        null);
  }

  /** {@return a future} */
  static <V> Completion<V> future(SwitchGroup group, OperationFuture<V> future) {
    return new Completion<>(group, null, null, future);
  }

  boolean hasHandler() {
    return handler != null;
  }

  /** {@return the future, or null for a handler} */
  @Nullable
  OperationFuture<V> future() {
    return future;
  }

  /** {@return what the call that began the operation returns; nobody looks where there is a handler} */
  @SuppressWarnings("NullAway") // As the JDK's own: null beside a handler.
  Future<V> returned() {
    return future;
  }

  /** It has ended in the call that began it. */
  void endHere(@Nullable V value, @Nullable Throwable failure) {
    if (future != null) {
      future.end(value, failure);
    } else {
      Handlers.invoke(group, () -> call(value, failure));
    }
  }

  /** It has ended on a thread that is no place for handlers. */
  void endLater(@Nullable V value, @Nullable Throwable failure) {
    if (future != null) {
      future.end(value, failure);
    } else {
      Handlers.invokeLater(group, () -> call(value, failure));
    }
  }

  /** It has ended on a thread of the group that came for it, if there is a handler. */
  void endInGroup(@Nullable V value, @Nullable Throwable failure) {
    if (future != null) {
      future.end(value, failure);
    } else {
      call(value, failure);
    }
  }

  @SuppressWarnings("NullAway") // The result of a connect is null.
  private void call(@Nullable V value, @Nullable Throwable failure) {
    if (handler == null) {
      return;
    }
    if (failure == null) {
      handler.completed(value, attachment);
    } else {
      handler.failed(failure, attachment);
    }
  }
}
