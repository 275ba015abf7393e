package plain;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Gives back what it gets, on all connections, from one thread with one Selector. */
final class CrowdServer {

  private static final int BLOCK = 16 * 1_024;

  private final Selector selector;
  private final ServerSocketChannel listener;

  /** Guard: volatile; goes from false to true once. */
  private volatile boolean stopped;

  CrowdServer(Net net) throws IOException {
    selector = net.channels().openSelector();
    listener = net.channels().openServerSocketChannel();
    listener.bind(Net.anyPort(), CrowdClient.MOST_CONNECTING);
    listener.configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
  }

  int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  void stop() {
    stopped = true;
    selector.wakeup();
  }

  void serve() throws IOException {
    while (!stopped) {
      selector.select(this::serve);
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }

  private void serve(SelectionKey key) {
    try {
      if (key.channel() == listener) {
        accept();
      } else {
        echo(key, (SocketChannel) key.channel(), (ByteBuffer) key.attachment());
      }
    } catch (IOException e) {
      // One that cannot be served is as good as closed: its client notices.
      e.printStackTrace();
      key.cancel();
    }
  }

  private void accept() throws IOException {
    for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
      next.configureBlocking(false);
      next.register(selector, SelectionKey.OP_READ);
    }
  }

  /** An idle connection has no buffer. */
  private static void echo(SelectionKey key, SocketChannel channel, ByteBuffer waiting)
      throws IOException {
    ByteBuffer buffer = waiting == null ? ByteBuffer.allocate(BLOCK) : waiting;
    if (waiting == null && channel.read(buffer) < 0) {
      channel.close();
      return;
    }
    if (waiting == null) {
      buffer.flip();
    }
    channel.write(buffer);
    boolean over = !buffer.hasRemaining();
    key.attach(over ? null : buffer);
    key.interestOps(over ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
  }
}
