package org.sanswitch.impl.channels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.sanswitch.impl.channels.Blocking.On;

/** The sockets under test: the JDK's, which are the measure, and ours over TCP/IP and over a SAN. */
final class Kit implements AutoCloseable {

  /** Whose sockets. */
  enum Sort {
    JDK, OURS_ON_TCP, OURS_ON_SAN
  }

  private static final SelectorProvider JDK = SelectorProvider.provider();

  final Sort sort;
  final FakeCore core;
  final SelectorProvider provider;
  private final SocketFactory sockets;
  private final ServerSocketFactory serverSockets;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  Kit(Sort sort) {
    this.sort = sort;
    core = new FakeCore(sort == Sort.OURS_ON_SAN);
    provider = sort == Sort.JDK ? JDK : new SwitchSelectorProvider(core, JDK, null);
    PlatformSockets platform = PlatformSockets.ofJdk();
    sockets = sort == Sort.JDK
        ? SocketFactory.getDefault()
        : new SwitchSocketFactory(core, platform);
    serverSockets = sort == Sort.JDK
        ? ServerSocketFactory.getDefault()
        : new SwitchServerSocketFactory(core, platform);
  }

  /** Nothing is ready: has it sleep, however late that is, and wakes it. */
  static void sleepOnce(Selector selector) throws Exception {
    Blocking select = Blocking.blocked(On.PLATFORM, selector::select);
    selector.wakeup();
    assertEquals(0, select.result());
  }

  /** Closes it with this kit. */
  <T extends AutoCloseable> T with(T opened) {
    open.push(opened);
    return opened;
  }

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  SocketChannel channel() throws IOException {
    return with(provider.openSocketChannel());
  }

  ServerSocketChannel listening() throws IOException {
    return with(provider.openServerSocketChannel()).bind(anyPort());
  }

  Socket socket() throws IOException {
    return with(sockets.createSocket());
  }

  ServerSocket listeningSocket() throws IOException {
    ServerSocket socket = with(serverSockets.createServerSocket());
    socket.bind(anyPort());
    return socket;
  }

  ServerSocket serverSocket() throws IOException {
    return with(serverSockets.createServerSocket());
  }

  /** Two connected channels. */
  record Channels(SocketChannel client, SocketChannel server) {}

  Channels channels() throws IOException {
    ServerSocketChannel listener = listening();
    SocketChannel client = channel();
    client.connect(listener.getLocalAddress());
    return new Channels(client, with(listener.accept()));
  }

  /** Two connected sockets. */
  record Sockets(Socket client, Socket server) {}

  Sockets sockets() throws IOException {
    ServerSocket listener = listeningSocket();
    Socket client = socket();
    client.connect(listener.getLocalSocketAddress());
    return new Sockets(client, with(listener.accept()));
  }

  /** {@return an address where TCP/IP listens, but nobody answers: its backlog is full} */
  InetSocketAddress unresponsive() throws IOException {
    ServerSocketChannel full = with(JDK.openServerSocketChannel());
    full.bind(anyPort(), 1);
    InetSocketAddress address = (InetSocketAddress) full.getLocalAddress();
    core.silentPort = address.getPort();
    for (int i = 0; i < 3; i++) {
      SocketChannel filler = with(JDK.openSocketChannel());
      filler.configureBlocking(false);
      filler.connect(address);
    }
    return address;
  }

  /** {@return an address where nobody listens, and nobody else can: it is bound} */
  InetSocketAddress refusing() throws IOException {
    return (InetSocketAddress) with(JDK.openSocketChannel()).bind(anyPort()).getLocalAddress();
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
