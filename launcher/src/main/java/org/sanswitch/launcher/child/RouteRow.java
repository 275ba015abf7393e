package org.sanswitch.launcher.child;

/**
 * Connections of one route and reason.
 *
 * @param provider name of the provider, or {@code tcp}
 * @param reason name of the reason; {@code SAN} if a provider carries the connections
 * @param connected connections made by {@code connect}
 * @param sent payload bytes that the program wrote
 * @param received payload bytes that the program read
 */
public record RouteRow(String provider, String reason, long connected, long sent, long received) {

  static RouteRow of(Fields fields) {
    return new RouteRow(fields.text("provider"), fields.text("reason"), fields.number("connected"),
        fields.number("bytesSent"), fields.number("bytesReceived"));
  }

  /** {@return whether a SAN service provider carries the connections} */
  public boolean isSan() {
    return reason.equals("SAN");
  }

  boolean isAlong(RouteRow other) {
    return provider.equals(other.provider) && reason.equals(other.reason);
  }

  RouteRow withConnected(long number) {
    return new RouteRow(provider, reason, number, sent, received);
  }
}
