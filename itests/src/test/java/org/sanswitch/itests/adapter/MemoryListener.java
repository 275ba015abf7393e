package org.sanswitch.itests.adapter;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterListener;

/** A listening endpoint with the requests that wait for an answer. */
final class MemoryListener implements AdapterListener {

  private final MemoryAdapter adapter;
  private final InetSocketAddress local;
  private final int backlog;

  /** Guard: the adapter's lock. */
  private final Set<MemoryRequest> waiting = new LinkedHashSet<>();

  MemoryListener(MemoryAdapter adapter, InetSocketAddress local, int backlog) {
    this.adapter = adapter;
    this.local = local;
    this.backlog = backlog;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  /** Takes a request, unless the backlog is full (LIS-2). Under the adapter's lock. */
  boolean offer(MemoryRequest request) {
    if (waiting.size() >= backlog) {
      return false;
    }
    waiting.add(request);
    adapter.tell(handler -> handler.connectionRequested(this, request));
    return true;
  }

  /** The request is answered or withdrawn. Under the adapter's lock. */
  void done(MemoryRequest request) {
    waiting.remove(request);
  }

  @Override
  public void close() {
    adapter.lock.lock();
    try {
      adapter.forget(this);
      new ArrayList<>(waiting).forEach(request -> request.reject(AdapterError.REFUSED));
    } finally {
      adapter.lock.unlock();
    }
  }
}
