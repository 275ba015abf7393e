package org.sanswitch.provider.hal.loopback;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterListener;

/** A listener of the loopback adapter. */
final class LoopbackListener implements AdapterListener {

  private final LoopbackAdapter adapter;
  private final InetSocketAddress local;
  final List<LoopbackRequest> open = new ArrayList<>();

  LoopbackListener(LoopbackAdapter adapter, InetSocketAddress local) {
    this.adapter = adapter;
    this.local = local;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  void request(LoopbackRequest request) {
    open.add(request);
    if (!adapter.holdRequests) {
      adapter.event(to -> to.connectionRequested(this, request));
    }
  }

  @Override
  public void close() {
    synchronized (adapter.lock) {
      adapter.closed(this);
      for (LoopbackRequest each : List.copyOf(open)) {
        each.reject(AdapterError.NOT_REACHED);
      }
    }
  }
}
