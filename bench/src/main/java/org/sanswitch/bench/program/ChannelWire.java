package org.sanswitch.bench.program;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.sanswitch.bench.program.Task.Transport;

/** A socket, in blocking mode or tried again at once. */
final class ChannelWire implements Wire {

  private final SocketChannel channel;
  private final Patience patience = new Patience();

  private ChannelWire(SocketChannel channel) {
    this.channel = channel;
  }

  static ChannelWire of(SocketChannel channel, Task task) throws IOException {
    if (task.transport() != Transport.UNIX) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    channel.configureBlocking(task.transport() != Transport.TCP_POLLED);
    return new ChannelWire(channel);
  }

  @Override
  public void write(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      patience.after(channel.write(buffer));
    }
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    return patience.after(channel.read(buffer));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
