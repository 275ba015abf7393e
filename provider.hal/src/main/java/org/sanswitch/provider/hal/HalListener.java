package org.sanswitch.provider.hal;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.spi.NetworkEvent;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;

/** The connection requests that wait on a listening socket, oldest first. */
final class HalListener {

  private final HalSocket socket;
  private final AdapterListener listener;
  private final int backlog;

  /** Guard: this. */
  private final Deque<ConnectionRequest> waiting = new ArrayDeque<>();

  /** Guard: this. */
  private boolean closed;

  /**
   * Makes it.
   *
   * @param socket the listening socket
   * @param listener the adapter's listener
   * @param backlog greatest number of requests that wait
   */
  HalListener(HalSocket socket, AdapterListener listener, int backlog) {
    this.socket = socket;
    this.listener = listener;
    this.backlog = backlog;
  }

  /** {@return the adapter's listener} */
  AdapterListener listener() {
    return listener;
  }

  /** {@return number of requests that wait} */
  synchronized int waiting() {
    return waiting.size();
  }

  /**
   * Event thread: somebody wants to connect. With the backlog full it is refused at once, and the
   * switch is not signalled (LIS-2).
   *
   * @param request the request
   */
  void requested(ConnectionRequest request) {
    if (admit(request)) {
      socket.events.recordFree(NetworkEvent.Kind.FD_ACCEPT);
    }
  }

  /**
   * Inside WSPListen: somebody had wanted to connect before the listener was known.
   *
   * @param request the request
   */
  void requestedEarly(ConnectionRequest request) {
    if (admit(request)) {
      signal();
    }
  }

  private boolean admit(ConnectionRequest request) {
    AdapterError refusal = null;
    synchronized (this) {
      if (closed) {
        refusal = Listeners.NOBODY;
      } else if (waiting.size() >= backlog) {
        refusal = AdapterError.BACKLOG_FULL;
      } else {
        waiting.add(request);
      }
    }
    if (refusal != null) {
      request.reject(refusal);
    }
    return refusal == null;
  }

  /**
   * Event thread: a request has gone.
   *
   * @param request the request
   */
  @SuppressWarnings("ReferenceEquality") // a request is identified by the object
  void withdrawn(ConnectionRequest request) {
    synchronized (this) {
      waiting.removeIf(each -> each == request);
    }
  }

  /**
   * WSPAccept: takes the oldest request; FD_ACCEPT is signalled again where more wait.
   *
   * @return the request
   * @throws WsaException WSAEWOULDBLOCK if none waits
   */
  ConnectionRequest take() throws WsaException {
    @Nullable
    ConnectionRequest request;
    boolean more;
    synchronized (this) {
      request = waiting.poll();
      more = !waiting.isEmpty();
    }
    if (request == null) {
      throw new WsaException(WsaError.WSAEWOULDBLOCK, "no connection request waits");
    }
    if (more) {
      signal();
    }
    return request;
  }

  private void signal() {
    socket.events.record(NetworkEvent.Kind.FD_ACCEPT, WsaError.NO_ERROR, null);
  }

  /** Stops to listen; the adapter refuses what was not accepted. */
  void close() {
    synchronized (this) {
      closed = true;
      waiting.clear();
    }
    try {
      listener.close();
    } catch (RuntimeException e) {
      socket.startup.log.warn("the adapter threw from closing a listener", e);
    }
  }
}
