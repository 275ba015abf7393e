package org.sanswitch.impl.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** Addresses for tests, none of which is looked up. */
public final class Hosts {

  public static final InetAddress LOCAL = address("127.0.0.1");
  public static final InetAddress LAN = address("10.1.0.5");
  public static final InetAddress LOCAL6 = address("::1");

  /** A host with a loopback and a LAN of 16 bits. */
  public static final HostAddresses HOST =
      new HostAddresses(Map.of(LOCAL, 8, LAN, 16, LOCAL6, 128));

  private Hosts() {}

  /** {@return the address that a literal names} */
  public static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }
}
