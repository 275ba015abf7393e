package org.sanswitch.impl.channels;

import java.io.IOException;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketImpl;
import java.util.function.Supplier;

/** The platform's own sockets, which carry what goes by TCP/IP. */
public abstract class PlatformSockets {

  private PlatformSockets() {}

  /** {@return those of a JVM that has no socket factories set} */
  public static PlatformSockets ofJdk() {
    return new Plain();
  }

  /**
   * {@return those of a JVM whose socket factories are the switch's own}
   *
   * @param socket makes a plain client implementation
   * @param serverSocket makes a listening implementation
   * @param socksSocket makes a client implementation that honours a SOCKS proxy
   */
  public static PlatformSockets of(Supplier<SocketImpl> socket,
      Supplier<SocketImpl> serverSocket, Supplier<SocketImpl> socksSocket) {
    return new Supplied(socket, serverSocket, socksSocket);
  }

  /** {@return a new socket that never uses a proxy} */
  abstract Socket direct() throws IOException;

  /** {@return a new socket that uses a SOCKS proxy if there is one for the destination} */
  abstract Socket socket() throws IOException;

  /** {@return a new listening socket, not bound} */
  abstract ServerSocket serverSocket() throws IOException;

  private static final class Plain extends PlatformSockets {
    @Override
    Socket direct() {
      return new Socket(Proxy.NO_PROXY);
    }

    @Override
    Socket socket() {
      return new Socket();
    }

    @Override
    ServerSocket serverSocket() throws IOException {
      return new ServerSocket();
    }
  }

  private static final class Supplied extends PlatformSockets {
    private final Supplier<SocketImpl> socket;
    private final Supplier<SocketImpl> serverSocket;
    private final Supplier<SocketImpl> socksSocket;

    Supplied(Supplier<SocketImpl> socket, Supplier<SocketImpl> serverSocket,
        Supplier<SocketImpl> socksSocket) {
      this.socket = socket;
      this.serverSocket = serverSocket;
      this.socksSocket = socksSocket;
    }

    @Override
    Socket direct() throws IOException {
      return new GivenSocket(socket.get());
    }

    @Override
    Socket socket() throws IOException {
      return new GivenSocket(socksSocket.get());
    }

    @Override
    ServerSocket serverSocket() {
      return new GivenServerSocket(serverSocket.get());
    }
  }

  /** A socket with an implementation of the platform, made past the JVM's factory. */
  private static final class GivenSocket extends Socket {
    GivenSocket(SocketImpl impl) throws SocketException {
      super(impl);
    }
  }

  /** A listening socket with an implementation of the platform; so are those it accepts. */
  private static final class GivenServerSocket extends ServerSocket {
    GivenServerSocket(SocketImpl impl) {
      super(impl);
    }
  }
}
