package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.session.SwitchCore;

/** Sockets of the switch for applications that take a factory. */
public final class SwitchSocketFactory extends SocketFactory {

  private final SwitchCore core;
  private final PlatformSockets platform;

  /**
   * Makes the factory.
   *
   * @param core the switch
   * @param platform the platform's sockets
   */
  public SwitchSocketFactory(SwitchCore core, PlatformSockets platform) {
    this.core = core;
    this.platform = platform;
  }

  @Override
  public Socket createSocket() throws SocketException {
    return new SwitchedSocket(new SwitchSocketImpl(core, platform, false));
  }

  @Override
  public Socket createSocket(@Nullable String host, int port) throws IOException {
    return connected(remote(host, port), null);
  }

  @Override
  public Socket createSocket(@Nullable String host, int port, @Nullable InetAddress localHost,
      int localPort) throws IOException {
    return connected(remote(host, port), new InetSocketAddress(localHost, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port), null);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, @Nullable InetAddress localHost,
      int localPort) throws IOException {
    return connected(new InetSocketAddress(host, port),
        new InetSocketAddress(localHost, localPort));
  }

  private static InetSocketAddress remote(@Nullable String host, int port) {
    return host == null
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
        : new InetSocketAddress(host, port);
  }

  private Socket connected(InetSocketAddress remote, @Nullable SocketAddress local)
      throws IOException {
    Socket socket = createSocket();
    try {
      if (local != null) {
        socket.bind(local);
      }
      socket.connect(remote);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** A socket with an implementation of ours, with or without a factory of the JVM. */
  static final class SwitchedSocket extends Socket {
    SwitchedSocket(SocketImpl impl) throws SocketException {
      super(impl);
    }
  }
}
