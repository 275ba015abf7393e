package org.sanswitch.bench.program;

import java.io.Closeable;
import java.io.IOException;
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
        SocketServer.at(Meeting.at(0), task);
      case UNIX -> SocketServer.at(socketFile(task), task);
      case AERON -> AeronCarrier.server(task);
      case NETTY_EPOLL -> throw new IllegalArgumentException("Netty makes its own connections");
      case RING -> RingCarrier.server(task);
    };
  }

  /** {@return the client's end} */
  static Carrier client(Task task, int port) {
    return switch (task.transport()) {
      case TCP, TCP_POLLED -> new SocketClient(Meeting.at(port), task);
      case UNIX -> new SocketClient(socketFile(task), task);
      case AERON -> AeronCarrier.client(task);
      case NETTY_EPOLL -> throw new IllegalArgumentException("Netty makes its own connections");
      case RING -> RingCarrier.client(task);
    };
  }

  private static UnixDomainSocketAddress socketFile(Task task) {
    return UnixDomainSocketAddress.of(Path.of(task.place(), "socket"));
  }
}
