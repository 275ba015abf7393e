package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.sanswitch.impl.session.SwitchCore;

/** Listening sockets of the switch for applications that take a factory. */
public final class SwitchServerSocketFactory extends ServerSocketFactory {

  private static final int DEFAULT_BACKLOG = 50;

  private final SwitchCore core;
  private final PlatformSockets platform;

  /**
   * Makes the factory.
   *
   * @param core the switch
   * @param platform the platform's sockets
   */
  public SwitchServerSocketFactory(SwitchCore core, PlatformSockets platform) {
    this.core = core;
    this.platform = platform;
  }

  @Override
  public ServerSocket createServerSocket() {
    return new SwitchedServerSocket(core, platform);
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return createServerSocket(port, DEFAULT_BACKLOG, null);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return createServerSocket(port, backlog, null);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress address)
      throws IOException {
    ServerSocket socket = createServerSocket();
    try {
      socket.bind(new InetSocketAddress(address, port), backlog);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** A listening socket that accepts with implementations of ours, without a factory of the JVM. */
  private static final class SwitchedServerSocket extends ServerSocket {
    private final SwitchCore core;
    private final PlatformSockets platform;

    SwitchedServerSocket(SwitchCore core, PlatformSockets platform) {
      super(new SwitchServerSocketImpl(core, platform));
      this.core = core;
      this.platform = platform;
    }

    @Override
    public Socket accept() throws IOException {
      if (isClosed()) {
        throw new SocketException("Socket is closed");
      }
      if (!isBound()) {
        throw new SocketException("Socket is not bound yet");
      }
      SocketImpl impl = new SwitchSocketImpl(core, platform, false);
      Socket accepted = new SwitchSocketFactory.SwitchedSocket(impl);
      implAccept(accepted);
      return accepted;
    }
  }
}
