package org.sanswitch.bench.program;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** One program's end of what makes connections. */
interface Carrier extends Closeable {

  /**
   * Waits for the next connection in the server, makes it in the client. By several threads at once
   * only where the carrier is a socket.
   */
  Wire next() throws IOException;

  /** {@return what the client must know, 0 if that is nothing} */
  default int port() throws IOException {
    return 0;
  }

  /** {@return the server's end, which a client can reach from now on} */
  static Carrier server(Task task) throws IOException {
    return switch (task.transport()) {
      case TCP, TCP_POLLED ->
        SocketServer.at(new InetSocketAddress(address(), 0), task);
      case UNIX -> SocketServer.at(socketFile(task), task);
      case AERON -> AeronCarrier.server(task);
      case RING -> RingCarrier.server(task);
    };
  }

  /** {@return the client's end} */
  static Carrier client(Task task, int port) {
    return switch (task.transport()) {
      case TCP, TCP_POLLED -> new SocketClient(
          new InetSocketAddress(address(), port), task);
      case UNIX -> new SocketClient(socketFile(task), task);
      case AERON -> AeronCarrier.client(task);
      case RING -> RingCarrier.client(task);
    };
  }

  /** {@return where both ends meet: loopback, if nothing else is said} */
  private static InetAddress address() {
    String address = System.getProperty("bench.address");
    return address == null ? InetAddress.getLoopbackAddress() : InetAddress.ofLiteral(address);
  }

  private static UnixDomainSocketAddress socketFile(Task task) {
    return UnixDomainSocketAddress.of(Path.of(task.place(), "socket"));
  }
}
