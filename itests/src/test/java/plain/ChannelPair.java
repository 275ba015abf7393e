package plain;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Both ends of one connection of channels. */
record ChannelPair(SocketChannel client, SocketChannel server) implements AutoCloseable {

  /** Binds, connects and accepts in the calling thread (LIS-3). */
  static ChannelPair of(Net net) throws IOException {
    try (ServerSocketChannel listener = net.listenChannel()) {
      SocketChannel client = net.connectChannel(Net.addressOf(listener));
      return new ChannelPair(client, listener.accept());
    }
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
