package org.sanswitch.hal;

import org.osgi.annotation.versioning.ProviderType;

/** What an adapter tells to the hardware abstraction, inside {@link SanAdapter#processEvents}. */
@ProviderType
public interface AdapterHandler {

  /**
   * Somebody wants to connect. The request must be accepted or rejected, in any thread, later.
   *
   * @param listener the listener
   * @param request the request
   */
  void connectionRequested(AdapterListener listener, ConnectionRequest request);

  /**
   * A request that was reported has gone, because the peer gave up.
   *
   * @param request the request
   */
  void requestWithdrawn(ConnectionRequest request);

  /**
   * A queue pair is connected, on the side that called {@link QueuePair#connect}.
   *
   * @param queuePair the queue pair
   */
  void connected(QueuePair queuePair);

  /**
   * An attempt to connect failed. The queue pair can only be closed.
   *
   * @param queuePair the queue pair
   * @param cause the error with its reason
   */
  void connectFailed(QueuePair queuePair, AdapterException cause);

  /**
   * The peer has disconnected or died. Receives of messages that had arrived have completed or
   * complete first, through the completion queue; all others follow with DISCONNECTED (CLO-9).
   *
   * @param queuePair the queue pair
   */
  void disconnected(QueuePair queuePair);

  /**
   * The completion queue of a queue pair was armed, and has something now.
   *
   * @param queuePair the queue pair
   */
  void completionsReady(QueuePair queuePair);

  /** The local addresses have changed; {@link SanAdapter#addresses} has the new ones. */
  void addressesChanged();

  /**
   * The adapter has failed as a whole (device removed). It will be closed.
   *
   * @param cause the error with its reason
   */
  void failed(AdapterException cause);
}
