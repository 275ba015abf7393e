package org.sanswitch.provider.hal;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;

/**
 * The listeners of a started adapter, by what the adapter calls them. A request may come before the
 * adapter's listen has returned to the thread that called it; such a request is kept until then.
 */
final class Listeners {

  /**
   * The answer where nobody listens here any more. Not final, since the TCP/IP listener may stay (CON-3):
   * another try finds nobody.
   */
  static final AdapterError NOBODY = AdapterError.BACKLOG_FULL;

  /** A request whose listener is not known yet. */
  private record Early(AdapterListener listener, ConnectionRequest request) {}

  /** Guard: this. */
  private final IdentityHashMap<AdapterListener, HalListener> listeners = new IdentityHashMap<>();

  /** Guard: this. */
  private final List<Early> early = new ArrayList<>();

  /** Guard: this. Threads between {@link #beginListen} and {@link #endListen}. */
  private int beginning;

  /** A thread is about to call the adapter's listen. */
  synchronized void beginListen() {
    beginning++;
  }

  /**
   * The adapter's listen has returned.
   *
   * @param listener the listener, or null if it failed
   */
  @SuppressWarnings("ReferenceEquality") // a listener is identified by the object
  void endListen(@Nullable HalListener listener) {
    List<Early> known = new ArrayList<>();
    List<Early> unknown = List.of();
    synchronized (this) {
      beginning--;
      if (listener != null) {
        listeners.put(listener.listener(), listener);
        for (Iterator<Early> i = early.iterator(); i.hasNext();) {
          Early each = i.next();
          if (each.listener == listener.listener()) {
            known.add(each);
            i.remove();
          }
        }
      }
      if (beginning == 0) {
        unknown = List.copyOf(early);
        early.clear();
      }
    }
    for (Early each : known) {
      if (listener != null) {
        listener.requestedEarly(each.request);
      }
    }
    for (Early each : unknown) {
      each.request.reject(NOBODY);
    }
  }

  /**
   * A listener was closed.
   *
   * @param listener the listener
   */
  synchronized void remove(HalListener listener) {
    listeners.remove(listener.listener());
  }

  /**
   * Event thread: somebody wants to connect.
   *
   * @param listener the adapter's listener
   * @param request the request
   */
  void requested(AdapterListener listener, ConnectionRequest request) {
    HalListener known;
    synchronized (this) {
      known = listeners.get(listener);
      if (known == null && beginning > 0) {
        early.add(new Early(listener, request));
        return;
      }
    }
    if (known != null) {
      known.requested(request);
    } else {
      request.reject(NOBODY);
    }
  }

  /**
   * Event thread: a request has gone.
   *
   * @param request the request
   */
  @SuppressWarnings("ReferenceEquality") // a request is identified by the object
  void withdrawn(ConnectionRequest request) {
    List<HalListener> all;
    synchronized (this) {
      early.removeIf(each -> each.request == request);
      all = List.copyOf(listeners.values());
    }
    for (HalListener each : all) {
      each.withdrawn(request);
    }
  }
}
