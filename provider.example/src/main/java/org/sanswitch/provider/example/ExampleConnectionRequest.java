package org.sanswitch.provider.example;

import java.net.InetSocketAddress;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;

/** A peer's wish to connect: ends by accept, reject or withdrawal, whichever comes first. */
final class ExampleConnectionRequest implements ConnectionRequest {

  private final ExampleAdapter adapter;
  private final ExampleListener listener;
  private final ExampleQueuePair client;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;

  /** Guard: the adapter's lock. */
  private boolean reported;

  /** Guard: the adapter's lock. */
  private boolean over;

  /**
   * Makes it.
   *
   * @param listener who is asked
   * @param client who asks
   * @param local the address that the client connects to
   * @param remote the client's own address
   */
  ExampleConnectionRequest(
      ExampleAdapter adapter,
      ExampleListener listener,
      ExampleQueuePair client,
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

  /** Under the adapter's lock: {@return whether it can be reported still}; then it is. */
  boolean isOpen() {
    reported = !over;
    return reported;
  }

  @Override
  public void accept(QueuePair queuePair) throws AdapterException {
    adapter.lock.lock();
    try {
      if (!end()) {
        throw new AdapterException(
            AdapterError.DISCONNECTED, RouteReason.PROVIDER_FAILED, remote + " has gone");
      }
      client.join(queuePair, remote, local);
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

  /** Under the adapter's lock: the client gives up. Who was not told of it need not hear this. */
  void withdraw() {
    if (end() && reported) {
      adapter.tell(() -> true, handler -> handler.requestWithdrawn(this));
    }
  }

  /** {@return whether this call is the one that ends it} */
  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    listener.done(this);
    return true;
  }
}
