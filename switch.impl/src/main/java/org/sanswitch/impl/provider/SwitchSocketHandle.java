package org.sanswitch.impl.provider;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.SocketHandle;

/** The switch's handle of a provider's socket; belongs to one view of the upcall table (SOC-2). */
public final class SwitchSocketHandle implements SocketHandle {

  private final Object view;
  private final Object providerContext;

  /** Guard: volatile; set once by whoever made the socket, before it posts anything. */
  private volatile @Nullable CompletionSink sink;

  /** Guard: volatile; goes from false to true once, by the view, at WPUCloseSocketHandle. */
  private volatile boolean closed;

  /** Guard: atomic; goes from false to true once, when the sink is told of the last upcall. */
  private final AtomicBoolean told = new AtomicBoolean();

  /** Guard: atomic; the last upcall for a socket that never came about may follow, once. */
  private final AtomicBoolean lastUpcallDue = new AtomicBoolean();

  SwitchSocketHandle(Object view, Object providerContext) {
    this.view = view;
    this.providerContext = providerContext;
  }

  Object view() {
    return view;
  }

  Object providerContext() {
    return providerContext;
  }

  /** {@return who is told, or null while nobody is} */
  public @Nullable CompletionSink sink() {
    return sink;
  }

  /**
   * Names who is told. Where the last upcall was made before, because the provider left meanwhile, it
   * is told of that at once, in this thread.
   *
   * @param sink whom to tell
   */
  public void sink(CompletionSink sink) {
    this.sink = sink;
    if (closed) {
      tellClosed();
    }
  }

  /** Tells of the last upcall, if there is somebody to be told: once, whichever came first. */
  void tellClosed() {
    CompletionSink now = sink;
    if (now != null && told.compareAndSet(false, true)) {
      now.handleClosed();
    }
  }

  /** {@return whether WPUCloseSocketHandle was called} */
  public boolean isClosed() {
    return closed;
  }

  void markClosed() {
    closed = true;
  }

  /** The socket never came about; its provider may close the handle later, on another thread. */
  void expectLastUpcall() {
    lastUpcallDue.set(true);
  }

  /** {@return whether this is the one late upcall for a socket that never came about} */
  boolean takeLastUpcall() {
    return lastUpcallDue.compareAndSet(true, false);
  }
}
