package org.sanswitch.impl.channels;

/** What a socket channel is at the moment, and what it may become. */
public enum Mode {
  /** Neither connected nor connecting; everything is asked of the inner TCP/IP channel (SOC-1). */
  UNCONNECTED,
  /** A connect over a SAN is under way, or over TCP/IP in blocking mode. */
  CONNECTING,
  /** Connected over a SAN; the inner channel, if any, keeps the port and the options. */
  SAN,
  /** Connected over TCP/IP, or connecting in non-blocking mode; the inner channel does it all. */
  TCP,
  /** Closed. */
  CLOSED;

  /** {@return whether that is a legal transition} */
  boolean mayBecome(Mode next) {
    return switch (this) {
      case UNCONNECTED -> next != UNCONNECTED;
      case CONNECTING -> next != CONNECTING;
      case SAN, TCP -> next == CLOSED;
      case CLOSED -> false;
    };
  }
}
