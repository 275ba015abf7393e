package org.sanswitch.api;

import java.net.InetAddress;
import java.util.Objects;

/**
 * A local address that a provider serves, with the reach of the provider behind it (INI-3).
 *
 * @param address a unicast address of this host
 * @param prefixLength how many leading bits of a destination must be those of {@code address} for
 *     the provider to reach it: 32 (IPv4) or 128 (IPv6) for this host only, {@link
 *     #INTERFACE_PREFIX} for the subnet of the network interface that has the address
 */
public record ServedAddress(InetAddress address, int prefixLength) {

  /** The prefix length of the network interface that has the address, as TCP/IP knows it. */
  public static final int INTERFACE_PREFIX = -1;

  /** Checks the prefix length against the size of the address. */
  public ServedAddress {
    Objects.requireNonNull(address, "address");
    int bits = address.getAddress().length * Byte.SIZE;
    if (prefixLength < INTERFACE_PREFIX || prefixLength > bits) {
      throw new IllegalArgumentException(
          "prefix length " + prefixLength + " is not in -1 to " + bits + " for " + address);
    }
  }

  /** {@return an entry that reaches exactly the host that has the address} */
  public static ServedAddress host(InetAddress address) {
    return new ServedAddress(address, address.getAddress().length * Byte.SIZE);
  }

  /** {@return an entry that reaches the subnet of the interface that has the address} */
  public static ServedAddress subnet(InetAddress address) {
    return new ServedAddress(address, INTERFACE_PREFIX);
  }
}
