package plain;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Both ends of one connection, made in non-blocking mode by a selector.
 *
 * @param client the connecting end, non-blocking
 * @param server the accepted end, non-blocking
 */
record SelectorPair(SocketChannel client, SocketChannel server) implements AutoCloseable {

  private static final long BOUND_MS = 20_000;

  /** Connects and accepts, with keys of their own that are gone afterwards. */
  static SelectorPair of(Net net) throws IOException {
    try (ServerSocketChannel listener = net.channels().openServerSocketChannel();
        Selector selector = net.channels().openSelector()) {
      listener.configureBlocking(false);
      listener.bind(Net.anyPort(), Net.BACKLOG);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      SocketChannel client = net.channels().openSocketChannel();
      client.configureBlocking(false);
      SelectionKey connecting = client.register(selector, SelectionKey.OP_CONNECT);
      boolean connected = client.connect(listener.getLocalAddress());
      while (!connected) {
        select(selector);
        if (connecting.isConnectable()) {
          connected = client.finishConnect();
          Expect.that("finishConnect succeeds when it is told", connected);
        }
        selector.selectedKeys().clear();
      }
      connecting.interestOps(0);
      SocketChannel server = listener.accept();
      while (server == null) {
        select(selector);
        server = listener.accept();
        selector.selectedKeys().clear();
      }
      server.configureBlocking(false);
      return new SelectorPair(client, server);
    }
  }

  private static void select(Selector selector) throws IOException {
    Expect.that("something is ready within " + BOUND_MS + " ms", selector.select(BOUND_MS) > 0);
  }

  @Override
  public void close() throws IOException {
    try {
      client.close();
    } finally {
      server.close();
    }
  }
}
