package org.sanswitch.api;

/**
 * Where a connection runs, and why.
 *
 * @param provider name of the SAN service provider, or {@link #TCP}
 * @param reason why; {@link RouteReason#SAN} exactly when {@code provider} is not {@link #TCP}
 * @param detail what was seen, with numbers, or the empty string
 */
public record Route(String provider, RouteReason reason, String detail) {

  /** The name of the TCP/IP provider. */
  public static final String TCP = "tcp";

  /** {@return a route over TCP/IP with its reason} */
  public static Route tcp(RouteReason reason, String detail) {
    return new Route(TCP, reason, detail);
  }

  /** {@return a route over the named SAN service provider} */
  public static Route san(String provider) {
    return new Route(provider, RouteReason.SAN, "");
  }

  /** {@return whether a SAN service provider carries the connection} */
  public boolean isSan() {
    return reason == RouteReason.SAN;
  }
}
