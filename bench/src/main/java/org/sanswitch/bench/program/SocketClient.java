package org.sanswitch.bench.program;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;

/**
 * Connects sockets.
 *
 * @param server where to
 * @param task how the channels are used
 */
record SocketClient(SocketAddress server, Task task) implements Carrier {

  @Override
  public Wire next() throws IOException {
    return ChannelWire.of(SocketChannel.open(server), task);
  }

  @Override
  public void close() {}
}
