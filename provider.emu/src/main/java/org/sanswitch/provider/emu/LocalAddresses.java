package org.sanswitch.provider.emu;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.sanswitch.api.ServedAddress;

/** The unicast addresses of this host, in this network namespace. */
final class LocalAddresses {

  /** Replaced as a whole by the event thread. */
  private volatile List<ServedAddress> addresses = List.of();

  List<ServedAddress> list() {
    return addresses;
  }

  boolean contains(InetAddress address) {
    for (ServedAddress each : addresses) {
      // Scopes are left out on purpose: the bytes rule.
      if (Arrays.equals(each.address().getAddress(), address.getAddress())) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether they have changed since the last call} */
  boolean refresh() {
    List<ServedAddress> now = read();
    boolean changed = !now.equals(addresses);
    addresses = now;
    return changed;
  }

  private List<ServedAddress> read() {
    List<ServedAddress> found = new ArrayList<>();
    try {
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (each.isUp()) {
          each.inetAddresses()
            .filter(address -> !address.isAnyLocalAddress() && !address.isMulticastAddress())
            .map(ServedAddress::host)
            .forEach(found::add);
        }
      }
    } catch (SocketException e) {
      // An interface has gone between two steps; what is known stays until the next look.
      return addresses;
    }
    return List.copyOf(found);
  }
}
