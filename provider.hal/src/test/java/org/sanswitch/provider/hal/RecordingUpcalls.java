package org.sanswitch.provider.hal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;

/**
 * The switch's side of the upcall table: records what comes, and notes every upcall that the
 * contract forbids (CLO-4, CMP-2, CMP-3, one at a time).
 */
final class RecordingUpcalls implements UpcallTable {

  /** How long a test waits for what must happen. */
  static final long BOUND_MILLIS = 20_000;

  /** A handle. */
  static final class Handle implements SocketHandle {
    final Object context;
    final AtomicInteger inside = new AtomicInteger();
    final List<Overlapped> completed = new ArrayList<>();
    boolean closed;

    Handle(Object context) {
      this.context = context;
    }
  }

  final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
  final List<Handle> handles = new ArrayList<>();
  private volatile BiConsumer<Handle, Overlapped> onComplete = (handle, overlapped) -> {};

  void onComplete(BiConsumer<Handle, Overlapped> action) {
    onComplete = action;
  }

  @Override
  public synchronized SocketHandle wpuCreateSocketHandle(Object context) {
    Handle handle = new Handle(context);
    handles.add(handle);
    return handle;
  }

  @Override
  public void wpuCloseSocketHandle(SocketHandle socket) {
    Handle handle = (Handle) socket;
    enter(handle, "close");
    synchronized (this) {
      handle.closed = true;
      notifyAll();
    }
    handle.inside.decrementAndGet();
  }

  @Override
  public Object wpuQuerySocketHandleContext(SocketHandle handle) {
    return ((Handle) handle).context;
  }

  @Override
  public WsaError wpuCompleteOverlappedRequest(SocketHandle socket, Overlapped overlapped) {
    Handle handle = (Handle) socket;
    enter(handle, "completion");
    if (overlapped.isPollOnly()) {
      violations.add("notified of a poll-only operation");
    }
    if (!overlapped.isComplete()) {
      violations.add("notified of an operation that is not complete");
    }
    synchronized (this) {
      handle.completed.add(overlapped);
      notifyAll();
    }
    try {
      onComplete.accept(handle, overlapped);
    } finally {
      handle.inside.decrementAndGet();
    }
    return WsaError.NO_ERROR;
  }

  private void enter(Handle handle, String what) {
    if (handle.closed) {
      violations.add(what + " after WPUCloseSocketHandle");
    }
    if (handle.inside.getAndIncrement() != 0) {
      violations.add("two upcalls of one socket at once");
    }
  }

  /** The handle that was made for a socket. */
  synchronized Handle handleOf(Object socket) {
    return handles.stream().filter(each -> each.context == socket).findFirst().orElseThrow();
  }

  synchronized List<Overlapped> completed(Object socket) {
    return List.copyOf(handleOf(socket).completed);
  }

  synchronized boolean isClosed(Object socket) {
    return handleOf(socket).closed;
  }

  synchronized int openHandles() {
    return (int) handles.stream().filter(each -> !each.closed).count();
  }

  void awaitClosed(Object socket) {
    await("WPUCloseSocketHandle", () -> isClosed(socket));
  }

  /** Waits for something that upcalls bring about. */
  synchronized void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + BOUND_MILLIS * 1_000_000;
    while (!condition.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      assertTrue(left > 0, () -> "waited " + BOUND_MILLIS + " ms for " + what);
      try {
        wait(Math.min(left, 10));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
