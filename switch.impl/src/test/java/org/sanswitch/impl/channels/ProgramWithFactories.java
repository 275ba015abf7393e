package org.sanswitch.impl.channels;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/**
 * A program whose JVM has our socket factories set, as the agent sets them. It prints one line for
 * each socket that it has made: how, what it read, and how many connections went by TCP/IP.
 */
final class ProgramWithFactories {

  private ProgramWithFactories() {}

  @SuppressWarnings("deprecation")
  public static void main(String[] args) throws Exception {
    Method create = SocketImpl.class.getDeclaredMethod("createPlatformSocketImpl", boolean.class);
    create.setAccessible(true);
    Constructor<?> socks =
        Class.forName("java.net.SocksSocketImpl").getDeclaredConstructor(SocketImpl.class);
    socks.setAccessible(true);
    Supplier<SocketImpl> plain = () -> made(() -> create.invoke(null, false));
    PlatformSockets platform =
        PlatformSockets.of(plain, () -> made(() -> create.invoke(null, true)),
            () -> made(() -> socks.newInstance(plain.get())));
    FakeCore core = new FakeCore(args[0].equals("san"));
    Socket.setSocketImplFactory(
        new SwitchSocketImplFactory(core, platform, SwitchSocketImplFactory.Kind.CLIENT));
    ServerSocket.setSocketFactory(
        new SwitchSocketImplFactory(core, platform, SwitchSocketImplFactory.Kind.SERVER));

    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
      try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
        exchange("connected", socket, listener, core);
      }
      try (Socket socket = new Socket()) {
        socket.connect(address, 10_000);
        exchange("plain", socket, listener, core);
      }
      ProxySelector.setDefault(new NobodyThere());
      try (Socket socket = new Socket(Proxy.NO_PROXY)) {
        socket.connect(address);
        exchange("direct", socket, listener, core);
      }
      try (Socket socket = new Socket()) {
        socket.connect(address);
        System.out.println("the proxy was not asked");
      } catch (IOException e) {
        System.out.println("proxied " + e.getMessage().startsWith("Can't connect to SOCKS proxy"));
      }
    }
  }

  private static void exchange(String how, Socket client, ServerSocket listener, FakeCore core)
      throws IOException {
    try (Socket server = listener.accept()) {
      client.getOutputStream().write(7);
      server.setTcpNoDelay(true);
      System.out.println(how + " " + server.getInputStream().read() + " "
          + (server.getPort() == client.getLocalPort()) + " " + server.getTcpNoDelay() + " "
          + core.counts.size());
    }
  }

  private static final class NobodyThere extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      return List.of(new Proxy(Proxy.Type.SOCKS,
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
      // The caller tells.
    }
  }

  private interface Make {
    Object make() throws ReflectiveOperationException;
  }

  private static SocketImpl made(Make make) {
    try {
      return (SocketImpl) make.make();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
