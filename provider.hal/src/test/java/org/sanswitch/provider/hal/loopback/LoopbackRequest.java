package org.sanswitch.provider.hal.loopback;

import java.net.InetSocketAddress;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;

/** A connection request of the loopback adapter. */
final class LoopbackRequest implements ConnectionRequest {

  private final LoopbackAdapter adapter;
  private final LoopbackListener listener;
  private final LoopbackQueuePair from;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private boolean over;

  LoopbackRequest(
      LoopbackAdapter adapter, LoopbackListener listener, LoopbackQueuePair from,
      InetSocketAddress local, InetSocketAddress remote) {
    this.adapter = adapter;
    this.listener = listener;
    this.from = from;
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
    synchronized (adapter.lock) {
      if (over) {
        throw new AdapterException(AdapterError.DISCONNECTED, RouteReason.PROVIDER_FAILED, "gone");
      }
      end();
      LoopbackQueuePair to = (LoopbackQueuePair) queuePair;
      from.connectedTo(to);
      to.connectedTo(from);
      adapter.event(handler -> handler.connected(from));
    }
  }

  @Override
  public void reject(AdapterError error) {
    synchronized (adapter.lock) {
      if (over) {
        return;
      }
      end();
      from.refused(error);
    }
  }

  /** The peer gives up. */
  void withdraw() {
    if (!over) {
      end();
      adapter.event(handler -> handler.requestWithdrawn(this));
    }
  }

  private void end() {
    over = true;
    listener.open.remove(this);
  }
}
