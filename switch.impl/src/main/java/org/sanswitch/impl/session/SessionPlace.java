package org.sanswitch.impl.session;

import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.sanswitch.api.Route;
import org.sanswitch.impl.provider.SanSocket;

/**
 * What a session is started with.
 *
 * @param id id, unique in this process
 * @param socket a connected socket
 * @param role which side of the negotiation
 * @param local local address
 * @param remote address of the peer
 * @param route where it runs
 * @param counter gives the counter of its bytes
 * @param listener is told how the negotiation ended
 */
record SessionPlace(
    long id,
    SanSocket socket,
    Sessions.Role role,
    InetSocketAddress local,
    InetSocketAddress remote,
    Route route,
    Supplier<TrafficCounter> counter,
    NegotiationListener listener) {}
