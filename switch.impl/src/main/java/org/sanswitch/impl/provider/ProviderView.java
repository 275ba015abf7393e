package org.sanswitch.impl.provider;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketHandle;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/**
 * The upcall table as one provider sees it, handed over by WSPStartupEx. Its handles mean nothing
 * through another view, and it knows all that are open, so that nothing of a departed provider is
 * left behind.
 */
public final class ProviderView implements UpcallTable {

  private static final int MAX_HANDLES = 1 << 20;

  private final String provider;
  private final BreachLog breaches;

  /** Taking a handle out of this set is what closes it, so it is closed exactly once. */
  private final OrderedSet<SwitchSocketHandle> open = new OrderedSet<>();

  private final ThreadLocal<@Nullable HandleCapture> capture = new ThreadLocal<>();

  /** Guard: volatile; goes from false to true once, by {@link #end}. */
  private volatile boolean ended;

  /**
   * Makes the view of one provider.
   *
   * @param provider its name, for the log
   * @param nanoTime clock
   */
  public ProviderView(String provider, LongSupplier nanoTime) {
    this.provider = provider;
    this.breaches = new BreachLog(provider, nanoTime);
  }

  @Override
  public SocketHandle wpuCreateSocketHandle(Object context) throws WsaException {
    if (open.size() >= MAX_HANDLES) {
      throw new WsaException(WsaError.WSAEMFILE,
          "provider " + provider + " has " + MAX_HANDLES + " handles open");
    }
    SwitchSocketHandle handle = new SwitchSocketHandle(this, context);
    open.add(handle);
    if (ended) {
      forget(handle);
      throw new WsaException(WsaError.WSAENOTSOCK, "WSPCleanup of " + provider + " was called");
    }
    HandleCapture current = capture.get();
    if (current != null) {
      current.add(handle);
    }
    return handle;
  }

  @Override
  public void wpuCloseSocketHandle(SocketHandle handle) throws WsaException {
    SwitchSocketHandle own = own(handle);
    if (own == null || !open.remove(own)) {
      if (own != null && own.takeLastUpcall()) {
        return;
      }
      if (!ended) {
        breaches.add(own == null ? Breach.FOREIGN_HANDLE : Breach.CLOSED_HANDLE, null);
      }
      throw notASocket(own);
    }
    tellClosed(own);
  }

  @Override
  public @Nullable Object wpuQuerySocketHandleContext(SocketHandle handle) throws WsaException {
    SwitchSocketHandle own = own(handle);
    if (own == null || own.isClosed()) {
      throw notASocket(own);
    }
    return own.providerContext();
  }

  @Override
  public WsaError wpuCompleteOverlappedRequest(SocketHandle handle, Overlapped overlapped) {
    SwitchSocketHandle own = own(handle);
    if (own == null) {
      return refuse(Breach.FOREIGN_HANDLE, WsaError.WSAENOTSOCK);
    }
    if (own.isClosed()) {
      return refuse(Breach.CLOSED_HANDLE, WsaError.WSAENOTSOCK);
    }
    if (overlapped.isPollOnly()) {
      return refuse(Breach.POLL_ONLY, WsaError.WSAEINVAL);
    }
    if (!overlapped.isComplete()) {
      return refuse(Breach.NOT_COMPLETE, WsaError.WSAEINVAL);
    }
    CompletionSink sink = own.sink();
    if (sink == null) {
      return refuse(Breach.NO_SINK, WsaError.WSAEINVAL);
    }
    try {
      sink.completed(overlapped);
    } catch (RuntimeException | Error e) {
      breaches.add(Breach.SWITCH_FAILED, e);
    }
    return WsaError.NO_ERROR;
  }

  /** Starts to catch the handles made by this thread; to be ended by {@link #release}. */
  HandleCapture capture() {
    HandleCapture begun = new HandleCapture(capture.get());
    capture.set(begun);
    return begun;
  }

  void release(HandleCapture begun) {
    HandleCapture outer = begun.outer();
    if (outer == null) {
      capture.remove();
    } else {
      capture.set(outer);
    }
  }

  /** Drops a handle whose socket never came about; nobody is told, now or by the last upcall. */
  void forget(SwitchSocketHandle handle) {
    handle.expectLastUpcall();
    if (open.remove(handle)) {
      handle.markClosed();
    } else {
      handle.takeLastUpcall();
    }
  }

  void breach(Breach breach) {
    breaches.add(breach, null);
  }

  /**
   * After WSPCleanup: everything is WSAENOTSOCK from now on, and whoever still waits for the last
   * word about a handle gets it.
   *
   * @return number of handles that the provider had left open
   */
  int end() {
    ended = true;
    int left = 0;
    for (SwitchSocketHandle handle : open.copy()) {
      if (open.remove(handle)) {
        left++;
        tellClosed(handle);
      }
    }
    return left;
  }

  /** {@return number of handles that are open} */
  public int openHandles() {
    return open.size();
  }

  /** {@return number of open handles that have somebody to be told: sessions} */
  int sessions() {
    int count = 0;
    for (SwitchSocketHandle handle : open.copy()) {
      if (handle.sink() != null) {
        count++;
      }
    }
    return count;
  }

  /** {@return number of times that the provider broke the contract of the upcall table} */
  public long breachCount() {
    return breaches.total();
  }

  BreachLog breaches() {
    return breaches;
  }

  private void tellClosed(SwitchSocketHandle handle) {
    handle.markClosed();
    try {
      handle.tellClosed();
    } catch (RuntimeException | Error e) {
      breaches.add(Breach.SWITCH_FAILED, e);
    }
  }

  private @Nullable SwitchSocketHandle own(SocketHandle handle) {
    return handle instanceof SwitchSocketHandle own && own.view() == this ? own : null;
  }

  private WsaError refuse(Breach breach, WsaError error) {
    breaches.add(breach, null);
    return error;
  }

  private WsaException notASocket(@Nullable SwitchSocketHandle own) {
    return new WsaException(WsaError.WSAENOTSOCK, own == null
        ? "not a handle of provider " + provider
        : "the handle was closed by WPUCloseSocketHandle");
  }
}
