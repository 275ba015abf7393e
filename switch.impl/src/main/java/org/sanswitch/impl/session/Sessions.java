package org.sanswitch.impl.session;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.sanswitch.api.ConnectionStatus;
import org.sanswitch.api.EndReason;
import org.sanswitch.api.Route;
import org.sanswitch.impl.provider.ProviderPort;
import org.sanswitch.impl.provider.SanSocket;

/** All sessions of this process: makes them, lists them, ends them. */
public interface Sessions {

  /** Which side of the negotiation (SES-2). */
  enum Role {
    /** Sends NEGOTIATE. */
    CONNECTING,
    /** Answers with NEGOTIATED. */
    ACCEPTING
  }

  /**
   * Starts the session protocol on a connected socket: posts receives, then negotiates. Does not
   * block. The session owns the socket from now on and closes it in all cases.
   *
   * @param socket a connected socket whose handle has no sink yet
   * @param role which side
   * @param local local address
   * @param remote address of the peer
   * @param route where it runs
   * @param counter gives the counter of its bytes; asked once, when it is established
   * @param listener is told how the negotiation ended
   */
  void start(
      SanSocket socket,
      Role role,
      InetSocketAddress local,
      InetSocketAddress remote,
      Route route,
      Supplier<TrafficCounter> counter,
      NegotiationListener listener);

  /** {@return a budget for somebody who waits for several streams at once} */
  AwakeBudget newAwakeBudget();

  /** {@return the live sessions, negotiating ones included} */
  List<ConnectionStatus> status();

  /**
   * Resets all sessions of one provider and waits until the provider has closed their handles
   * (CLO-4).
   *
   * @param port the provider
   * @param reason why
   * @param boundNanos how long at most
   * @return number of sessions whose handles were not closed in time
   */
  int endAllOn(ProviderPort port, EndReason reason, long boundNanos);
}
