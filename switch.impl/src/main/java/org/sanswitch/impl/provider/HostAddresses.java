package org.sanswitch.impl.provider;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;
import org.sanswitch.api.ServedAddress;

/**
 * The addresses of this host with the prefix lengths of their interfaces, as TCP/IP knows them now.
 *
 * @param prefixLengths prefix length in bits of each address
 */
public record HostAddresses(Map<InetAddress, Integer> prefixLengths) {

  /** Copies the map. */
  public HostAddresses {
    prefixLengths = Map.copyOf(prefixLengths);
  }

  /** {@return the addresses of the interfaces that are up} */
  public static HostAddresses now() {
    Map<InetAddress, Integer> found = new HashMap<>();
    try {
      NetworkInterface.networkInterfaces()
        .flatMap(network -> network.getInterfaceAddresses().stream())
        .forEach(address -> found.put(address.getAddress(), prefixLength(address)));
    } catch (SocketException e) {
      // No interfaces can be listed: then no address is known to be local.
      return new HostAddresses(Map.of());
    }
    return new HostAddresses(found);
  }

  private static int prefixLength(InterfaceAddress address) {
    int bits = address.getAddress().getAddress().length * Byte.SIZE;
    int length = address.getNetworkPrefixLength();
    return length > 0 && length <= bits ? length : bits;
  }

  /** {@return whether the address is one of this host} */
  public boolean isLocal(InetAddress address) {
    return prefixLengths.containsKey(address);
  }

  /**
   * {@return the number of leading bits that a destination must share with the address}
   *
   * @param served what a provider serves
   */
  public int prefixLength(ServedAddress served) {
    if (served.prefixLength() != ServedAddress.INTERFACE_PREFIX) {
      return served.prefixLength();
    }
    int bits = served.address().getAddress().length * Byte.SIZE;
    return prefixLengths.getOrDefault(served.address(), bits);
  }
}
