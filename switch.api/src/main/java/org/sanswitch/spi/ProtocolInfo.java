package org.sanswitch.spi;

/**
 * What WSPStartupEx is told of the protocol that is emulated: TCP/IP's, not the provider's own
 * (INI-2).
 *
 * @param addressFamily {@code AF_INET} or {@code AF_INET6}, here always both: the greater number
 * @param socketType {@code SOCK_STREAM} = 1
 * @param protocol {@code IPPROTO_TCP} = 6
 * @param description for people
 */
public record ProtocolInfo(
    int addressFamily, int socketType, int protocol, String description) {

  /** TCP/IP. */
  public static final ProtocolInfo TCP_IP = new ProtocolInfo(23, 1, 6, "TCP/IP");
}
