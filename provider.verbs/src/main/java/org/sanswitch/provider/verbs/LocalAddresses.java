package org.sanswitch.provider.verbs;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The addresses of this host, in this network namespace. */
@FunctionalInterface
interface LocalAddresses {

  /** Those of all network interfaces that are up. */
  LocalAddresses OF_INTERFACES = LocalAddresses::ofInterfaces;

  /**
   * {@return the addresses that there are now}
   *
   * @throws SocketException if an interface has gone between two steps
   */
  List<InetAddress> list() throws SocketException;

  private static List<InetAddress> ofInterfaces() throws SocketException {
    List<InetAddress> found = new ArrayList<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (each.isUp() && !each.isLoopback()) {
        each.inetAddresses().forEach(found::add);
      }
    }
    return found;
  }
}
