package org.sanswitch.impl.session;

import org.sanswitch.api.RouteReason;

/** Is told once how a negotiation ended; inside an upcall or a timer, so it must not block. */
public interface NegotiationListener {

  /**
   * The session is established.
   *
   * @param stream the session
   */
  void established(SanStream stream);

  /**
   * The negotiation failed; WSPCloseSocket was called.
   *
   * @param reason why TCP/IP is to be used
   * @param detail what was seen
   * @param refused whether the peer's switch itself refused the connection for good (CON-5)
   */
  void failed(RouteReason reason, String detail, boolean refused);

  /**
   * {@return whether somebody looks into the provider from now on, until it has ended; else the
   * provider is asked to tell promptly when the other side's message comes}
   */
  default boolean looks() {
    return false;
  }
}
