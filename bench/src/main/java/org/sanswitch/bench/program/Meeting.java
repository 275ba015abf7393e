package org.sanswitch.bench.program;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where both programs meet: loopback, if the property bench.address does not say otherwise. */
final class Meeting {

  private Meeting() {}

  /** {@return the address with that port; 0 has the system choose one} */
  static InetSocketAddress at(int port) {
    String address = System.getProperty("bench.address");
    return new InetSocketAddress(address == null ? InetAddress.getLoopbackAddress()
        : InetAddress.ofLiteral(address), port);
  }
}
