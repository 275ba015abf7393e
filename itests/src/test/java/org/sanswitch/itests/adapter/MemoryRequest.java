package org.sanswitch.itests.adapter;

import java.net.InetSocketAddress;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;

/** A peer's wish to connect; ends by accept, reject or withdrawal, whichever comes first. */
final class MemoryRequest implements ConnectionRequest {

  private final MemoryAdapter adapter;
  private final MemoryListener listener;
  private final MemoryQueuePair client;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;

  /** Guard: the adapter's lock. */
  private boolean over;

  MemoryRequest(
      MemoryAdapter adapter,
      MemoryListener listener,
      MemoryQueuePair client,
      InetSocketAddress local,
      InetSocketAddress remote) {
    this.adapter = adapter;
    this.listener = listener;
    this.client = client;
    this.local = local;
    this.remote = remote;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public void accept(QueuePair queuePair) throws AdapterException {
    adapter.lock.lock();
    try {
      if (!end()) {
        throw new AdapterException(
            AdapterError.DISCONNECTED, RouteReason.PROVIDER_FAILED, remote + " gave up");
      }
      client.join((MemoryQueuePair) queuePair, remote, local);
    } finally {
      adapter.lock.unlock();
    }
  }

  @Override
  public void reject(AdapterError error) {
    adapter.lock.lock();
    try {
      if (end()) {
        client.refused(error, local + " answered " + error);
      }
    } finally {
      adapter.lock.unlock();
    }
  }

  /** The client gives up. Under the adapter's lock. */
  void withdraw() {
    if (end()) {
      adapter.tell(handler -> handler.requestWithdrawn(this));
    }
  }

  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    listener.done(this);
    return true;
  }
}
