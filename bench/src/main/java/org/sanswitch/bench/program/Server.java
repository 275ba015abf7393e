package org.sanswitch.bench.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Prints the port of its listener, serves one connection, and ends with it. */
public final class Server {

  private Server() {}

  /**
   * Runs the server.
   *
   * @param arguments as of {@link Task#arguments}
   */
  public static void main(String[] arguments) throws IOException {
    Task task = Task.parse(arguments);
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      Output.print(Output.PORT, ((InetSocketAddress) listener.getLocalAddress()).getPort());
      try (SocketChannel channel = listener.accept()) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(!task.polling());
        switch (task.kind()) {
          case PINGPONG -> PingPong.server(channel, task);
          case STREAM -> Streaming.server(channel, task);
        }
      }
    }
    Output.printCpu();
  }
}
