package org.sanswitch.api;

/**
 * How much went by one route for one reason since the switch started.
 *
 * @param provider name of the SAN service provider, or {@link Route#TCP}
 * @param reason why the connections went that way
 * @param connected connections made by {@code connect}
 * @param accepted connections taken by {@code accept}
 * @param bytesSent payload bytes that applications wrote
 * @param bytesReceived payload bytes that applications read
 */
public record RouteCount(
    String provider,
    RouteReason reason,
    long connected,
    long accepted,
    long bytesSent,
    long bytesReceived) {}
