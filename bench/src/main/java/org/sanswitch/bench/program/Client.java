package org.sanswitch.bench.program;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Reads the server's port from standard input, connects, and measures. */
public final class Client {

  private Client() {}

  /**
   * Runs the client.
   *
   * @param arguments as of {@link Task#arguments}
   */
  public static void main(String[] arguments) throws IOException {
    Task task = Task.parse(arguments);
    String port = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))
      .readLine();
    if (port == null) {
      throw new EOFException("no port on standard input");
    }
    InetSocketAddress server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    try (SocketChannel channel = SocketChannel.open(server)) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(!task.polling());
      switch (task.kind()) {
        case PINGPONG -> PingPong.client(channel, task);
        case STREAM -> Streaming.client(channel, task);
      }
    }
    Output.printCpu();
  }
}
