package org.sanswitch.hal;

import java.net.InetSocketAddress;
import org.osgi.annotation.versioning.ConsumerType;

/** A peer's wish to connect. Exactly one of accept and reject takes effect. */
@ConsumerType
public interface ConnectionRequest {

  /** {@return the address that the peer connects to, never the wildcard} */
  InetSocketAddress local();

  /** {@return the address of the peer} */
  InetSocketAddress remote();

  /**
   * Accepts. The peer is told only now (ACC-1).
   *
   * @param queuePair a fresh queue pair; connected when this returns
   * @throws AdapterException DISCONNECTED if the peer has gone; NO_RESOURCES. The request is then
   *     over and the queue pair can only be closed
   */
  void accept(QueuePair queuePair) throws AdapterException;

  /**
   * Rejects.
   *
   * @param error REFUSED; BACKLOG_FULL when the peer should try again (CON-5); NO_RESOURCES when it
   *     should try TCP/IP, since this end has no room for the connection
   */
  void reject(AdapterError error);
}
