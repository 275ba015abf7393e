package plain;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AsynchronousChannelProvider;
import java.nio.channels.spi.SelectorProvider;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/**
 * Where a check takes its sockets from.
 *
 * @param sockets makes client sockets
 * @param servers makes listening sockets
 * @param channels makes channels
 * @param asynchronous makes asynchronous channels
 */
public record Net(
    SocketFactory sockets,
    ServerSocketFactory servers,
    SelectorProvider channels,
    AsynchronousChannelProvider asynchronous) {

  /** Room for whoever connects before anybody accepts. */
  static final int BACKLOG = 50;

  /** For what comes or ends by itself, which a busy machine may take its time for; in milliseconds. */
  static final int PATIENCE_MS = 20_000;

  /** {@return the sockets that a program gets from this JVM} */
  public static Net ofThisJvm() {
    return new Net(
        SocketFactory.getDefault(), ServerSocketFactory.getDefault(), SelectorProvider.provider(),
        AsynchronousChannelProvider.provider());
  }

  /** {@return the address of {@link #loopback} with any port} */
  public static InetSocketAddress anyPort() {
    return new InetSocketAddress(loopback(), 0);
  }

  /**
   * {@return the address where both ends meet: the IPv4 loopback address, or another one of this host
   * that {@code -Dplain.address} names, for hardware that does not serve loopback}
   */
  public static InetAddress loopback() {
    try {
      return InetAddress.ofLiteral(System.getProperty("plain.address", "127.0.0.1"));
    } catch (IllegalArgumentException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return an unconnected socket} */
  Socket socket() throws IOException {
    return sockets.createSocket();
  }

  /** {@return a socket connected to the address} */
  Socket connect(InetSocketAddress address) throws IOException {
    Socket socket = socket();
    try {
      socket.connect(address);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** {@return a socket that listens on the address of {@link #loopback}} */
  ServerSocket listen() throws IOException {
    return servers.createServerSocket(0, BACKLOG, loopback());
  }

  /** {@return a channel that listens on the address of {@link #loopback}} */
  ServerSocketChannel listenChannel() throws IOException {
    return channels.openServerSocketChannel().bind(anyPort(), BACKLOG);
  }

  /** {@return a channel connected to the address} */
  SocketChannel connectChannel(InetSocketAddress address) throws IOException {
    SocketChannel channel = channels.openSocketChannel();
    try {
      channel.connect(address);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  static InetSocketAddress addressOf(ServerSocket listener) {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  static InetSocketAddress addressOf(ServerSocketChannel listener) throws IOException {
    return (InetSocketAddress) listener.getLocalAddress();
  }
}
