package org.sanswitch.provider.verbs;

import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;

/** A peer's wish to connect: ends by accept, reject or withdrawal, whichever comes first. */
final class VerbsConnectionRequest implements ConnectionRequest, CmEvent.Target {

  private static final System.Logger LOG =
      System.getLogger(VerbsConnectionRequest.class.getName());

  private final VerbsDomain domain;
  private final VerbsListener listener;
  private final CmEvent event;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  /** Guard: this. */
  private boolean over;
  /** Guard: this. Who takes the events once it is accepted. */
  private @Nullable VerbsQueuePair successor;

  VerbsConnectionRequest(
      VerbsDomain domain,
      VerbsListener listener,
      CmEvent event,
      InetSocketAddress local,
      InetSocketAddress remote) {
    this.domain = domain;
    this.listener = listener;
    this.event = event;
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

  /** {@return what the connection manager said} */
  CmEvent event() {
    return event;
  }

  private synchronized boolean claim(@Nullable VerbsQueuePair by) {
    if (over) {
      return false;
    }
    over = true;
    successor = by;
    return true;
  }

  @Override
  public void accept(QueuePair queuePair) throws AdapterException {
    VerbsQueuePair ours = queuePair instanceof VerbsQueuePair known ? known : null;
    if (!claim(ours)) {
      throw new AdapterException(
          AdapterError.DISCONNECTED, RouteReason.PROVIDER_FAILED,
          "the request of " + remote + " is over");
    }
    listener.decided(this);
    if (ours == null || !ours.isOf(domain)) {
      finish(Greeting.Status.NO_RESOURCES);
      throw new AdapterException(
          AdapterError.INVALID, RouteReason.PROVIDER_FAILED,
          "the queue pair is not of this adapter");
    }
    ours.accept(this);
  }

  @Override
  public void reject(AdapterError error) {
    decline(Greeting.Status.ofRejection(error));
  }

  /** Tells the peer, unless it is over already. */
  void decline(Greeting.Status why) {
    if (claim(null)) {
      listener.decided(this);
      finish(why);
    }
  }

  /** The request is claimed and comes to nothing. */
  void finish(Greeting.Status why) {
    domain.manager().refuse(event.id(), why);
  }

  @Override
  public void take(CmEvent next) {
    VerbsQueuePair to;
    synchronized (this) {
      to = successor;
    }
    if (to != null) {
      to.take(next);
      return;
    }
    switch (next.kind()) {
      case REJECTED, DISCONNECTED, CONNECT_ERROR, UNREACHABLE -> withdraw();
      case DEVICE_REMOVAL -> domain.removed();
      default -> LOG.log(Level.DEBUG, "a request of {0} does not expect {1}", remote, next);
    }
  }

  /**
   * Ends it if the peer has given up (BLK-3). The kernel tells no event of a request that is not accepted
   * yet, so it is asked.
   */
  void withdrawIfGone() {
    synchronized (this) {
      // With the lock, so that the identifier is not destroyed meanwhile.
      if (over || domain.manager().isPending(event.id())) {
        return;
      }
    }
    withdraw();
  }

  private void withdraw() {
    if (claim(null)) {
      listener.decided(this);
      domain.manager().destroy(event.id(), false);
      domain.tell(handler -> handler.requestWithdrawn(this));
    }
  }
}
