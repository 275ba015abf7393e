package org.sanswitch.bench.program;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;

/**
 * A listening socket.
 *
 * @param listener the socket
 * @param task how the accepted channels are used
 */
record SocketServer(ServerSocketChannel listener, Task task) implements Carrier {

  /** What JDK and kernel allow by default is too few for eight that connect without a pause. */
  private static final int BACKLOG = 128;

  static SocketServer at(SocketAddress address, Task task) throws IOException {
    ServerSocketChannel listener = address instanceof InetSocketAddress
        ? ServerSocketChannel.open()
        : ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(address, BACKLOG);
    return new SocketServer(listener, task);
  }

  @Override
  public Wire next() throws IOException {
    return ChannelWire.of(listener.accept(), task);
  }

  @Override
  public int port() throws IOException {
    return listener.getLocalAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
