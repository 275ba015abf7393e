package org.sanswitch.api;

import java.net.InetSocketAddress;

/**
 * One live connection of this process that a SAN service provider carries.
 *
 * @param id session id, unique in this process
 * @param local local address
 * @param remote address of the peer
 * @param route where it runs
 * @param state state of the session, as in the session protocol
 * @param bytesSent payload bytes written by the application
 * @param bytesReceived payload bytes read by the application
 * @param memory what it has of memory for large transfers
 */
public record ConnectionStatus(
    long id,
    InetSocketAddress local,
    InetSocketAddress remote,
    Route route,
    String state,
    long bytesSent,
    long bytesReceived,
    MemoryUse memory) {}
