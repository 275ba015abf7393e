package org.sanswitch.provider.example;

import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterListener;

/** A listening endpoint with the requests that wait for an answer. */
final class ExampleListener implements AdapterListener {

  private final ExampleAdapter adapter;
  private final InetSocketAddress local;
  private final int backlog;

  /** Guard: the adapter's lock. In order of arrival. */
  private final Set<ExampleConnectionRequest> waiting = new LinkedHashSet<>();

  ExampleListener(ExampleAdapter adapter, InetSocketAddress local, int backlog) {
    this.adapter = adapter;
    this.local = local;
    this.backlog = backlog;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  /** Under the adapter's lock: takes a request, unless the backlog is full (LIS-2). */
  boolean offer(ExampleConnectionRequest request) {
    if (waiting.size() >= backlog) {
      return false;
    }
    waiting.add(request);
    adapter.tell(request::isOpen, handler -> handler.connectionRequested(this, request));
    return true;
  }

  /** Under the adapter's lock: the request is answered or withdrawn. */
  void done(ExampleConnectionRequest request) {
    waiting.remove(request);
  }

  @Override
  public void close() {
    adapter.lock.lock();
    try {
      adapter.forget(this);
      List.copyOf(waiting).forEach(request -> request.reject(AdapterError.NOT_REACHED));
    } finally {
      adapter.lock.unlock();
    }
  }
}
