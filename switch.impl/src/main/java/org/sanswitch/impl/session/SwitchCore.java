package org.sanswitch.impl.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.sanswitch.api.Route;

/** What the facades need of the switch. All functions may be called by any thread. */
public interface SwitchCore {

  /**
   * Binds the TCP/IP socket of the application, so that the SAN socket can have its address (SOC-1).
   */
  @FunctionalInterface
  interface Binder {
    /**
     * Binds to an ephemeral port of that address, or gives the address that it is bound to
     * already. A wildcard address it is bound to becomes {@code local} with the bound port.
     *
     * @param local local address that leads to the destination
     * @return full local address
     * @throws IOException if it cannot be bound
     */
    InetSocketAddress bind(InetAddress local) throws IOException;
  }

  /**
   * Starts to connect over the providers that match, by rules, ranking and negative cache. Does not
   * block. Where nothing matches the attempt has ended already, with TCP/IP and the reason.
   *
   * @param remote destination, resolved
   * @param binder binds the TCP/IP socket once a provider matches
   * @param timeoutNanos connect time-out of the application; the SAN's part of it is bounded too
   * @return the attempt
   */
  ConnectAttempt connect(InetSocketAddress remote, Binder binder, long timeoutNanos);

  /**
   * Makes the companions of a listening socket, after TCP/IP listens (LIS-1). Providers that come
   * later get one too (INI-5). Never fails: where there is no companion the reason is in the status.
   *
   * @param local the address that TCP/IP listens on, with its port
   * @param backlog the application's backlog, at least 1
   * @param arrival is told that poll may return a session; must not block
   * @return the companions
   */
  CompanionListener listen(InetSocketAddress local, int backlog, Runnable arrival);

  /** {@return a budget for a selector, shared with the awaits of all sessions} */
  AwakeBudget newAwakeBudget();

  /**
   * Counts a listening socket that has no companions at all, so that the status shows why.
   *
   * @param local the address
   * @param route TCP/IP with the reason
   * @return to be closed with the socket
   */
  AutoCloseable listenWithout(InetSocketAddress local, Route route);

  /**
   * Counts a connection over TCP/IP; those over a SAN are counted by their session.
   *
   * @param route TCP/IP with the reason
   * @param accepted true for accept, false for connect
   * @param local local address, or null if not known
   * @param remote address of the peer, or null if not known
   * @return counter of its bytes
   */
  TrafficCounter countTcp(
      Route route,
      boolean accepted,
      @Nullable InetSocketAddress local,
      @Nullable InetSocketAddress remote);
}
